"""Images leave as pixels and nothing else."""

import io
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from isegoria.core.files.formats import JPEG, PNG, WEBP
from isegoria.core.files.images import UnusableImageError, repaint
from isegoria.core.files.tests import hostile


def painted(content, format_=JPEG, max_pixels=10_000, max_edge=100):
    return repaint(io.BytesIO(content), format_, max_pixels=max_pixels, max_edge=max_edge)


def test_the_place_and_the_comment_stay_behind():
    content = hostile.photo()
    assert hostile.SECRET in content
    clean = painted(content)
    assert hostile.SECRET not in clean.content
    assert not Image.open(io.BytesIO(clean.content)).getexif()


@pytest.mark.parametrize("codec", [PNG, JPEG, WEBP])
def test_what_is_appended_stays_behind(codec):
    name = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP"}[codec]
    clean = painted(hostile.picture(name) + hostile.SCRIPT, codec)
    assert b"<script" not in clean.content


def test_a_photo_is_turned_upright():
    clean = painted(hostile.photo(orientation=6, size=(40, 20)))
    assert (clean.width, clean.height) == (20, 40)


def test_a_large_image_is_made_smaller():
    clean = painted(hostile.picture("JPEG", (1000, 500)), max_pixels=10**6)
    assert (clean.width, clean.height) == (100, 50)


def test_transparency_is_kept():
    clean = painted(hostile.picture("PNG", mode="RGBA"), PNG)
    image = Image.open(io.BytesIO(clean.content))
    assert image.mode == "RGBA"
    assert image.getpixel((0, 0)) == (0, 0, 255, 10)


@pytest.mark.parametrize("codec", ["WEBP", "PNG"])
def test_an_animation_leaves_its_first_frame(codec):
    clean = painted(hostile.animation(codec), {"WEBP": WEBP, "PNG": PNG}[codec])
    image = Image.open(io.BytesIO(clean.content))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5))[0] > 200


@pytest.mark.parametrize(
    ("content", "format_", "code"),
    [
        (hostile.png_claiming(60_000, 60_000), PNG, "too_many_pixels"),
        (hostile.png_claiming(200, 100), PNG, "too_many_pixels"),
        (hostile.png_claiming(10, 10), PNG, "broken_image"),
        (hostile.picture("JPEG")[:200], JPEG, "broken_image"),
        (hostile.picture("PNG")[:60], PNG, "broken_image"),
        (hostile.picture("PNG"), JPEG, "broken_image"),
        (b"\xff\xd8\xff" + hostile.SCRIPT, JPEG, "broken_image"),
    ],
)
def test_bombs_and_wrecks_are_refused(content, format_, code):
    with pytest.raises(UnusableImageError) as refused:
        painted(content, format_)
    assert refused.value.code == code


SOUND = {JPEG: hostile.photo(), PNG: hostile.picture("PNG"), WEBP: hostile.picture("WEBP")}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from([JPEG, PNG, WEBP]), st.integers(0, 700), st.binary(min_size=1, max_size=8))
def test_a_damaged_image_is_painted_or_refused(format_, position, patch):
    content = SOUND[format_]
    position %= len(content)
    damaged = content[:position] + patch + content[position + len(patch) :]
    with suppress(UnusableImageError):
        assert painted(damaged, format_).content
