"""Puts the jar that ./spillway has built into the package, if there is one."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

JAR = Path(__file__).resolve().parent.parent / "target" / "spillway.jar"


class WithJar(build_py):
    def run(self):
        super().run()
        if JAR.is_file() and not getattr(self, "editable_mode", False):
            folder = Path(self.build_lib) / "spillway"
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(JAR, folder / "spillway.jar")


setup(cmdclass={"build_py": WithJar})
