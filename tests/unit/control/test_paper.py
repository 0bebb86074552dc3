"""The papers that the citizen attaches."""

import re

from simulator.catalogue.catalogue import load_catalogue
from simulator.control.paper import papers, pdf
from simulator.core.data_folders import data_folders

SERVICE = load_catalogue(data_folders()).services["khai-sinh"]
REPLACED = [component.code for component in SERVICE.components if "CSDLQG_DAN_CU" in component.replaced_by]


def component(code, required=True):
    return {"code": code, "name": code, "required": required, "replaced_by": []}


def test_required_papers_are_attached_but_for_those_that_the_story_leaves_out():
    shown = [component("A"), component("C", required=False), component("D")]
    assert [paper.code for paper in papers(shown, ["D"], SERVICE)] == ["A"]


def test_a_story_can_leave_out_every_paper_that_an_answering_source_replaces():
    shown = [component("A"), *(component(code) for code in REPLACED)]
    assert REPLACED
    assert [paper.code for paper in papers(shown, ["replaced"], SERVICE)] == ["A"]
    assert [paper.code for paper in papers(shown, [], SERVICE)] == ["A", *REPLACED]


def test_the_file_is_a_pdf_whose_table_points_at_its_objects():
    content = pdf("GIẤY (1)\\").decode("ascii")
    assert content.startswith("%PDF-1.4\n")
    assert content.endswith("%%EOF\n")
    start = int(re.search(r"startxref\n([0-9]+)", content)[1])
    assert content[start:].startswith("xref")
    offsets = [int(offset) for offset in re.findall(r"([0-9]{10}) 00000 n", content)]
    for number, offset in enumerate(offsets, start=1):
        assert content[offset:].startswith(f"{number} 0 obj")
    stream = re.search(r"/Length ([0-9]+) >>\nstream\n(.*)\nendstream", content)
    assert int(stream[1]) == len(stream[2])


def test_the_same_title_gives_the_same_bytes():
    assert pdf("A") == pdf("A")
    assert pdf("A") != pdf("B")
