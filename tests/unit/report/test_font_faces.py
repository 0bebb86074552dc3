import base64
import re
from importlib.resources import files

from simulator.report.font_faces import font_faces

FONTS = files("simulator.report").joinpath("fonts")


def spans(text):
    pairs = (part.removeprefix("U+").partition("-") for part in text.split(","))
    return {code for low, _, high in pairs for code in range(int(low, 16), int(high or low, 16) + 1)}


def test_every_face_carries_its_file_whole():
    carried = [base64.b64decode(part) for part in re.findall(r"base64,([^\"]+)\"", font_faces())]
    assert sorted(carried) == sorted(file.read_bytes() for file in FONTS.iterdir() if file.name.endswith(".woff2"))
    assert all(content.startswith(b"wOF2") for content in carried)


def test_the_faces_stay_small_and_their_licence_is_beside_them():
    assert len(font_faces()) < 40_000
    assert "SIL OPEN FONT LICENSE" in FONTS.joinpath("OFL.txt").read_text(encoding="utf-8")


def test_every_vietnamese_letter_is_asked_of_one_face():
    letters = "ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ₫" + "abcXYZ0189"
    ranges = set(re.findall(r"unicode-range: ([^;]+);", font_faces()))
    for letter in letters:
        assert sum(ord(letter) in spans(one) for one in ranges) == 1, letter
