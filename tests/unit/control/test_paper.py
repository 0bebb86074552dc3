"""The papers that the citizen attaches."""

import re

from simulator.catalogue.catalogue import load_catalogue
from simulator.control.paper import papers, pdf
from simulator.core.data_folders import data_folders


def component(code, required=True, replaced_by=()):
    return {"code": code, "name": code, "required": required, "replaced_by": list(replaced_by)}


def test_required_papers_are_attached_unless_a_source_that_answers_replaces_them():
    shown = [
        component("A"),
        component("B", replaced_by=["VNEID"]),
        component("C", required=False),
        component("D"),
        component("E", replaced_by=["DU_LIEU_CHUNG_SINH"]),
    ]
    assert [paper.code for paper in papers(shown, ["D"])] == ["A", "E"]


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
