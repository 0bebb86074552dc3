"""A restart is told to the sessions that are open, so that nobody is called late for the time in between."""

from simulator.control.restarted import note_restart


def facts_of(national, session):
    return [fact.kind for fact in national.journal.facts(session)]


def test_open_sessions_hear_of_it_and_closed_ones_do_not(national, open_session):
    going_on, another, over = open_session().id, open_session().id, open_session().id
    with national.db.write() as tx:
        national.sessions.close(tx, over)
    note_restart(national)
    assert facts_of(national, going_on) == facts_of(national, another) == ["restarted"]
    assert [list(exchange.sessions) for exchange in national.journal.latest(9)] == [[another], [going_on]]
    assert facts_of(national, over) == []


def test_without_open_sessions_nothing_is_recorded(national):
    note_restart(national)
    assert national.journal.latest(1) == []
