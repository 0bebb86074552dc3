import io

from rich.console import Console

from simulator.report.live_line import LiveLine


def console(**options):
    return Console(file=io.StringIO(), width=80, markup=False, highlight=False, **options)


def test_a_pipe_gets_no_live_line():
    pipe = console()
    line = LiveLine(pipe)
    line.tell("", "1/2")
    line.end("")
    assert pipe.file.getvalue() == ""


def test_two_runs_share_the_line_of_a_terminal_until_both_have_ended(monkeypatch):
    shown = []
    terminal = console(force_terminal=True)
    line = LiveLine(terminal)
    line.tell("province", "1/2")
    monkeypatch.setattr(line._status, "update", lambda text: shown.append(text.plain))
    line.tell("ministry", "3/4")
    line.end("province")
    line.tell("ministry", "4/4")
    line.end("ministry")
    line.end("ministry")
    assert shown == ["province 1/2   ministry 3/4", "ministry 4/4"]
    assert line._status is None
