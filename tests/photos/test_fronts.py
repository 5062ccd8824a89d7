"""One house front photographed twice is seen again; different houses are not."""

from __future__ import annotations

import numpy as np

from amanah.cli.demo_houses import draw_house
from amanah.faces.queries import read_image
from amanah.photos.fronts import same_fronts


def test_two_views_of_one_front_agree_and_other_houses_do_not() -> None:
    shown = [(21, 1), (34, 1), (21, 6), (55, 4), (89, 2), (34, 8)]
    images = [read_image(draw_house(number, view)) for number, view in shown]
    assert [(i, j) for i, j, _ in same_fronts(images)] == [(0, 2), (1, 5)]


def test_pairs_that_need_no_look_and_photos_that_are_gone_are_left_out() -> None:
    one = read_image(draw_house(21, 1))
    plain = np.full((480, 640, 3), 128, np.uint8)
    assert same_fronts([one, read_image(draw_house(21, 6))], unlike=lambda i, j: True) == []
    assert same_fronts([None, one, plain]) == []
