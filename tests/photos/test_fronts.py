"""One house front photographed twice is seen again; different houses are not."""

from __future__ import annotations

from functools import cache

import numpy as np

from amanah.cli.demo_houses import draw_house
from amanah.faces.queries import read_image
from amanah.photos.fronts import SAME_FROM, Points, agreeing, points
from amanah.photos.words import MAYBE_FROM, Words, may_be_one, words

SHOWN = [(21, 1), (34, 1), (21, 6), (55, 4), (89, 2), (34, 8)]


@cache
def front(number: int, view: int) -> Points:
    found = points(read_image(draw_house(number, view)))
    assert found is not None
    return found


def test_two_views_of_one_front_agree_and_other_houses_do_not() -> None:
    same = [
        (one, other)
        for one in SHOWN
        for other in SHOWN
        if one < other and agreeing(front(*one), front(*other)) >= SAME_FROM
    ]
    assert same == [((21, 1), (21, 6)), ((34, 1), (34, 8))]


def test_words_suspect_every_pair_that_is_one_front() -> None:
    said = {shown: words(front(*shown)) for shown in SHOWN}
    met = may_be_one(said, said.items(), most=2)
    assert met[21, 1][0] == (21, 6)
    assert met[34, 8][0] == (34, 1)


def test_no_photo_is_laid_on_more_than_it_may_be() -> None:
    one = words(front(21, 1))
    assert len(may_be_one({-1: one}, ((i, one) for i in range(50)), most=3)[-1]) == 3


def test_a_word_of_the_whole_street_suspects_nobody() -> None:
    street = np.arange(2 * MAYBE_FROM, dtype=np.uint32)
    many: dict[int, Words] = dict.fromkeys(range(20), street)
    assert may_be_one(many, many.items(), most=3) == {}


def test_a_plain_wall_has_no_corners_and_says_no_words() -> None:
    assert points(np.full((480, 640, 3), 128, np.uint8)) is None
    assert len(words(None)) == 0
    assert may_be_one({}, [("kept", words(None))], most=3) == {}
