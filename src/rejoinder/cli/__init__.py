"""The `rejoinder` command. Starts fast: what a command needs is imported when it is given."""

from __future__ import annotations

import sys

from rejoinder import __version__


def main() -> None:
    """Run the command line and exit. A `SetupError` becomes two lines, not a traceback."""
    if sys.argv[1:] == ["--version"]:  # asked by scripts: not worth importing anything for
        print(f"rejoinder {__version__}")
        return
    from rejoinder.cli.commands import group
    from rejoinder.errors import BadSetting, SetupError

    try:
        group(prog_name="rejoinder")
    except SetupError as error:
        print(f"rejoinder: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        # 2 is what the command line itself says of a bad flag.
        sys.exit(2 if isinstance(error, BadSetting) else 1)
