"""A login in the middle of an errand: too low, ended while typing, and with VNeID down."""

from simulator.domain.outcome import Owner, Verdict
from tests.unit.checks.evidence_builder import Story, filled_form, line

LEVEL, TYPED, OUTAGE = "step_up_leads_to_form", "typed_survives_login", "login_outage_survived"


def login(story: Story, level: int) -> Story:
    return story.fact("identity_login", personal_id="099190000101", client_id="rp", auth_level=level)


def read(story: Story, **shown: str) -> Story:
    return story.form([line(f"applicant.{name}", text) for name, text in shown.items()] or filled_form())


def knocked(story: Story, status: int, said: str, landed: bool = False) -> Story:
    told = {"procedure_code": "1.001193", "agency": "H99.12", "closed": None, "problem": "http_status"}
    return story.fact("handover", landed=landed, status=status, reason=said, **told)


def refused(story: Story) -> Story:
    return story.fact("disturbed", weather="vneid-down", operation="vneid/token")


class TestLevel:
    def came_low(self) -> Story:
        return login(read(login(Story(), 2)), 1)

    def test_who_proves_more_reads_the_form(self):
        assert read(login(self.came_low(), 2)).verdict(LEVEL) is Verdict.PASS

    def test_a_form_for_level_1_warns(self):
        assert read(login(self.came_low(), 1)).codes(LEVEL) == ["form_at_low_level"]

    def test_a_form_without_a_login_of_its_own_stands_on_the_low_one(self):
        assert read(self.came_low()).codes(LEVEL) == ["form_at_low_level"]

    def test_an_answer_without_a_form_is_a_dead_end(self):
        story = self.came_low().fact(
            "hand_failed", hand="citizen.step_up", problem="http_status", detail="403", url="u"
        )
        assert story.codes(LEVEL) == ["no_way_up"]

    def test_silence_tells_nothing_about_levels(self):
        story = self.came_low().fact("hand_failed", hand="citizen.step_up", problem="timeout", detail="-", url="u")
        assert story.verdict(LEVEL) is Verdict.INCONCLUSIVE

    def test_without_the_usual_login_nothing_can_be_told(self):
        assert read(login(login(Story(), 1), 2)).verdict(LEVEL) is Verdict.INCONCLUSIVE


class TestTyped:
    def sent(self, **changes: object) -> Story:
        told = {"status": 401, "ended": True, "typed": {"applicant.phone": "0500004321"}, "accepted": False}
        return read(Story()).fact("typing_interrupted", **{**told, "dossier_code": "", **changes})

    def test_what_stands_there_again_is_kept(self):
        assert read(self.sent(), phone="0500004321").verdict(TYPED) is Verdict.PASS

    def test_a_dossier_that_was_taken_lost_nothing(self):
        assert self.sent(accepted=True, dossier_code="1").verdict(TYPED) is Verdict.PASS

    def test_an_empty_line_is_a_loss(self):
        story = read(self.sent(), phone="")
        assert story.codes(TYPED) == ["typed_lost_at_login"]
        assert "0500004321" in story.outcomes(TYPED)[0].expected

    def test_a_session_that_goes_on_was_no_trial(self):
        assert self.sent(ended=False, status=201).verdict(TYPED) is Verdict.INCONCLUSIVE

    def test_nothing_typed_leaves_nothing_to_judge(self):
        outcome = read(self.sent(typed={})).outcomes(TYPED)[0]
        assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, Owner.TESTER)

    def test_without_a_form_nothing_can_be_told(self):
        assert Story().verdict(TYPED) is Verdict.INCONCLUSIVE


class TestOutage:
    def test_a_page_that_says_so_and_a_login_afterwards_pass(self):
        story = read(knocked(knocked(refused(Story()), 503, "VNeID chưa trả lời"), 200, "", landed=True))
        assert story.verdict(OUTAGE) is Verdict.PASS

    def test_an_error_page_is_found(self):
        story = read(knocked(knocked(refused(Story()), 500, "Internal"), 200, "", landed=True))
        assert story.codes(OUTAGE) == ["outage_breaks_login"]

    def test_a_page_without_a_word_is_found(self):
        story = read(knocked(knocked(refused(Story()), 503, ""), 200, "", landed=True))
        assert story.codes(OUTAGE) == ["outage_not_explained"]

    def test_a_form_without_tokens_is_found(self):
        assert knocked(refused(Story()), 200, "", landed=True).codes(OUTAGE) == ["form_without_login"]

    def test_a_login_that_stays_broken_is_found(self):
        story = knocked(knocked(refused(Story()), 503, "chờ"), 503, "chờ")
        assert story.codes(OUTAGE) == ["login_stuck"]

    def test_without_an_outage_there_is_nothing_to_judge(self):
        assert read(Story()).verdict(OUTAGE) is Verdict.INCONCLUSIVE
