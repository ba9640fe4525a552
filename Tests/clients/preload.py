# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Small libraries in C that stand between a program under test and its system."""

import functools
import pathlib
import subprocess
import tempfile


@functools.cache
def library(name, source):
    """The path of the compiled library, for `LD_PRELOAD`. It goes with this process."""
    directory = tempfile.TemporaryDirectory(prefix=f"toolgate-{name}-")
    kept.append(directory)
    code, compiled = (pathlib.Path(directory.name) / f"{name}.{ending}" for ending in ("c", "so"))
    code.write_text(source)
    subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", compiled, code], check=True)
    return str(compiled)


kept = []
