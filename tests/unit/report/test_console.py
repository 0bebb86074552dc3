import io

from rich.console import Console

from simulator.report.console import MOST_CAUSES, ConsoleReporter, console_for
from tests.unit.report.run_builder import cell, check, events


def told(lines, **options):
    results, progress = io.StringIO(), io.StringIO()
    reporter = ConsoleReporter(
        Console(file=results, width=100, soft_wrap=True, markup=False, highlight=False, **options),
        Console(file=progress, width=100, soft_wrap=True, markup=False, highlight=False, **options),
    )
    for event in lines:
        reporter(event)
    reporter.summary()
    return results.getvalue(), progress.getvalue()


def test_each_finished_cell_gets_a_line_on_the_progress_side():
    results, progress = told(events())
    assert "[ 1/10] ✕ FAIL         tracking/every-status · khai-sinh · calm  1.2 s" in progress
    assert progress.count("[ ") + progress.count("[10/") == 9
    assert "[ 1/10]" not in results


def test_a_told_session_that_turns_out_not_applicable_still_counts():
    planned, left = (cell("khai-sinh", "identity/keys", verdict) for verdict in ("NOT_RUN", "NOT_APPLICABLE"))
    lines = [
        {"event": "cell_planned", "cell": planned},
        {"event": "cell_finished", "cell": left},
        {"event": "cell_finished", "cell": left},
    ]
    _, progress = told([next(iter(events())), *lines])
    assert progress.count("[1/1]") == 2


def test_the_summary_has_verdict_matrix_causes_and_what_is_open():
    results, _ = told(events())
    places = [
        results.index(part) for part in ("BỘ KIỂM THỬ HỎNG", "khai-sinh  ", "Distinct causes (4)", "Not settled (2)")
    ]
    assert places == sorted(places)


def test_a_cause_tells_rule_difference_remedy_and_the_command_to_run_it_again():
    results, _ = told(events())
    for part in (
        "Căn cứ / Rule: SYNC-STATUS (MUST) Quyết định 31/2021/QĐ-TTg, Điều 30 khoản 3",
        "Phải có / Expected: 1 Mới đăng ký",
        "Call CapNhatTienDoHoSoMC whenever an officer moves the dossier on.",
        "dvcsim check province.yaml --service khai-sinh --scenario tracking/every-status --weather calm",
    ):
        assert part in results


def test_brackets_in_what_was_found_are_not_markup():
    bad = check("a", "ONCE-ASK", "FAIL", ("[bold]x", "[/nonsense]"), where="fields[2]")
    results, _ = told(events([cell("khai-sinh", "once/x", "FAIL", [bad])]))
    assert "[/nonsense]" in results
    assert "fields[2]" in results


def test_without_a_terminal_there_are_no_colours_and_with_one_there_are():
    assert "\x1b[" not in "".join(told(events()))
    results, progress = told(events(), force_terminal=True)
    assert "\x1b[" in results
    assert "\x1b[" in progress


def test_a_pipe_gets_long_lines_unbroken():
    stream = io.StringIO()
    console_for(stream).print("x" * 500)
    assert stream.getvalue() == "x" * 500 + "\n"


def test_many_causes_are_counted_not_told():
    checks = [check(f"check_{n}", "ONCE-ASK", "FAIL", (f"n {n}", f"n {n}")) for n in range(MOST_CAUSES + 3)]
    results, _ = told(events([cell("khai-sinh", "once/x", "FAIL", checks)]))
    assert "… +3: report.html" in results


def test_a_dialect_that_the_system_does_not_speak_is_named_with_one_that_fits():
    *lines, last = events()
    signs = [{"vi": "gọi qua nền tảng của tỉnh", "en": "calls a provincial middleware"}]
    lines.append({"event": "dialect", "claimed": "default", "proposed": "tandan", "signs": signs})
    results, _ = told([*lines, last])
    assert "! Phương ngữ khai trong tờ khai là default, nhưng hệ thống: gọi qua nền tảng của tỉnh." in results
    assert "the system: calls a provincial middleware. One that fits better: tandan" in results
    assert "fits better" not in told(events())[0]
