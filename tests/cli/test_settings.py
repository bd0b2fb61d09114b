"""Settings: who wins, what is refused, and that the page about them is true."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest

from rejoinder import settings, settings_page
from rejoinder.errors import BadSetting
from rejoinder.settings import Settings

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
REMAKE = "from rejoinder import settings_page; print(settings_page.document(), end='')"


def load(
    folder: Path, flags: Mapping[str, object] | None = None, file: str | None = None, **env: str
) -> Settings:
    if file is not None:
        (folder / "rejoinder.toml").write_text(file)
    return settings.load(flags or {}, env, folder=folder)


def test_nothing_set_is_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_a_flag_wins_over_a_variable_over_the_file_over_the_default(tmp_path: Path) -> None:
    file = "port = 1\nthreads = 1\nmax_waiting = 1"

    found = load(tmp_path, {"port": "3"}, file, REJOINDER_PORT="2", REJOINDER_THREADS="2")

    assert (found.port, found.threads, found.max_waiting) == (3, 2, 1)
    assert found.max_sequences == 64


def test_values_carry_units(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        file='kv_memory = "2GiB"\nmax_body = 1000\ndrain_timeout = 5',
        REJOINDER_SSE_PING_INTERVAL="500ms",
    )

    assert (found.kv_memory_bytes, found.max_body_bytes) == (2 * 2**30, 1000)
    assert (found.drain_timeout_s, found.sse_ping_interval_s) == (5.0, 0.5)


def test_room_for_stored_answers_that_holds_none_is_no_setting(tmp_path: Path) -> None:
    """`10`, meant as gigabytes, was ten bytes, and everything stored was deleted."""
    with pytest.raises(BadSetting, match="at least 1MiB"):
        load(tmp_path, {"completions_max_bytes": "10"})

    assert load(tmp_path, {"completions_max_bytes": "1MiB"}).completions_max_bytes == 2**20


def test_what_is_on_is_turned_off_by_a_flag_a_variable_or_the_file(tmp_path: Path) -> None:
    assert load(tmp_path).prefix_cache
    assert not load(tmp_path, REJOINDER_PREFIX_CACHE="false").prefix_cache
    assert not load(tmp_path, {"prefix_cache": False}, REJOINDER_PREFIX_CACHE="true").prefix_cache
    assert not load(tmp_path, file="prefix_cache = false").prefix_cache


def test_limits_of_time_are_off_until_they_are_set(tmp_path: Path) -> None:
    found = load(tmp_path, {"max_wait_s": "30s"}, REJOINDER_REQUEST_TIMEOUT="10m")

    assert (found.max_wait_s, found.request_timeout_s) == (30.0, 600.0)
    assert (Settings().max_wait_s, Settings().request_timeout_s) == (0.0, 0.0)


def test_lists_are_arrays_or_have_commas(tmp_path: Path) -> None:
    found = load(tmp_path, file='models = ["a,b", "c"]', REJOINDER_ALLOWED_HOSTS="x, y")

    assert found.models == ("a,b", "c")
    assert found.allowed_hosts == ("x", "y")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("REJOINDER_PORT", "http"),
        ("REJOINDER_PORT", "65536"),
        ("REJOINDER_PORT", "-1"),
        ("REJOINDER_THREADS", "0"),
        ("REJOINDER_THREADS", "1.5"),
        ("REJOINDER_KV_MEMORY", "2 parsecs"),
        ("REJOINDER_KV_MEMORY", "-1"),
        ("REJOINDER_KV_MEMORY", "9" * 400),
        ("REJOINDER_DRAIN_TIMEOUT", "9" * 400),
        ("REJOINDER_DRAIN_TIMEOUT", "nan"),
        ("REJOINDER_DRAIN_TIMEOUT", "-1s"),
        ("REJOINDER_WEIGHTS", "int3"),
        ("REJOINDER_NO_AUTH", "perhaps"),
        ("REJOINDER_PREFIX_CACHE", "sometimes"),
        ("REJOINDER_DEFAULT_TOP_K", "-1"),
        ("REJOINDER_MAX_WAIT", "soon"),
        ("REJOINDER_LOG_LEVEL", "INFO!"),
    ],
)
def test_a_bad_value_is_told_with_its_source_and_the_rule(
    tmp_path: Path, variable: str, value: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        settings.load({}, {variable: value}, folder=tmp_path)

    said = str(caught.value)
    name = variable.removeprefix("REJOINDER_").lower()
    shown = f'"{value}"' if len(value) < 100 else f'"{value[:96]}...'
    assert said.startswith(f"{name} is {shown} (from {variable}), but it must be ")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("port = true", "port is true (from rejoinder.toml), but it must be a whole number"),
        ("port = 1.5", "port is 1.5 (from rejoinder.toml)"),
        ('models = "a"\nno_auth = 1', "no_auth is 1 (from rejoinder.toml)"),
        ("drain_timeout = inf", "drain_timeout is inf"),
        ("prot = 1", "there is no setting of that name; `port` is meant, perhaps"),
        ("port = ", "cannot be read"),
        ("models = [1]", "models is [1] (from rejoinder.toml), but it must be a list of folders"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, file: str, said: str) -> None:
    with pytest.raises(BadSetting) as caught:
        load(tmp_path, file=file)

    assert said in str(caught.value)


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="no such file"):
        settings.load({}, {}, folder=tmp_path, config="other.toml")


@pytest.mark.parametrize(
    ("file", "env"),
    [
        ('api_key = "rj-secret with a space"', {}),
        ('api_key = ["rj-secret with a space", "12345678"]', {}),
        ("", {"REJOINDER_API_KEY": "rj-secret\x00"}),
        ("", {"REJOINDER_API_KEY": "12345678,rj-secret\u00e9"}),
        ("api_key = [7, 'rj-secret']", {}),
        ("api_keys = 'rj-secret'", {}),
        ("database = ['rj-secret']", {}),
    ],
)
def test_no_error_shows_a_secret(tmp_path: Path, file: str, env: dict[str, str]) -> None:
    """An error ends up in logs and in messages to colleagues."""
    with pytest.raises(BadSetting) as caught:
        load(tmp_path, None, file, **env)

    assert "rj-secret" not in str(caught.value)
    assert "(not shown)" in str(caught.value)
    assert "rj-secret" not in "".join(traceback.format_exception(caught.value))


def test_settings_show_no_secret() -> None:
    """A traceback or a careless log line would."""
    shown = repr(Settings(api_key=("rj-secret",), database="postgresql://me:rj-secret@there/db"))

    assert "rj-secret" not in shown
    assert "port=8484" in shown


def test_keys_by_hand_are_several(tmp_path: Path) -> None:
    assert load(tmp_path, REJOINDER_API_KEY="12345678,abcdefgh").api_key == ("12345678", "abcdefgh")


def test_data_is_where_it_was_said(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    by_home = load(tmp_path, REJOINDER_HOME=home)
    by_flag = load(tmp_path, {"data_dir": "/elsewhere"}, REJOINDER_HOME=home)

    assert settings.data_folder(by_home) == tmp_path / "home"
    assert settings.database_url(by_home) == f"sqlite:///{home}/rejoinder.sqlite"
    assert settings.data_folder(by_flag) == Path("/elsewhere")
    assert settings.database_url(Settings(database="postgresql://h/d")) == "postgresql://h/d"
    assert settings.data_folder(Settings()).name == "rejoinder"


@pytest.mark.parametrize("field", ["served_model_name", "tool_dialect"])
def test_as_many_names_as_models(tmp_path: Path, field: str) -> None:
    with pytest.raises(BadSetting, match="one name per model, and 2 will be served"):
        load(tmp_path, {"models": ("a", "b"), field: "one"})

    assert getattr(load(tmp_path, {field: "one"}), field) == ("one",)


def test_a_budget_of_thought_is_a_number_of_tokens(tmp_path: Path) -> None:
    assert load(tmp_path, REJOINDER_THINKING_BUDGET_LOW="0").thinking_budget_low == 0
    with pytest.raises(BadSetting, match="whole number from 0"):
        load(tmp_path, file="thinking_budget_high = -1")


def test_what_kubernetes_sets_for_a_service_of_our_name_is_not_taken_for_a_setting(
    tmp_path: Path,
) -> None:
    env = {
        "REJOINDER_PORT": "tcp://10.0.0.1:8484",
        "REJOINDER_PORT_8484_TCP": "tcp://10.0.0.1:8484",
        "REJOINDER_SERVICE_HOST": "10.0.0.1",
    }

    assert settings.load({}, env, folder=tmp_path).port == 8484
    assert settings.unknown_variables(env) == ()


def test_variables_that_nobody_reads_are_found() -> None:
    assert settings.unknown_variables({"REJOINDER_PROT": "1", "REJOINDER_HOME": "/"}) == (
        "REJOINDER_PROT",
    )


def test_the_page_about_settings_is_true() -> None:
    assert DOCS.read_text() == settings_page.document(), (
        f"remake it: python -c {REMAKE!r} > {DOCS.name}"
    )


def test_limits_and_prices_that_nobody_can_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r'"tokens/month=x" \(from --limit\), but its amount'):
        load(tmp_path, {"limit": ["requests/minute=5", "tokens/month=x"]})
    with pytest.raises(BadSetting, match='prices is "mini=1/2"'):
        load(tmp_path, REJOINDER_PRICES="mini=1/2")


def test_a_limit_is_set_once(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="exclude each other"):
        load(tmp_path, REJOINDER_LIMIT="requests/minute=5,requests/minute=6")
