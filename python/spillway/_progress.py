"""The progress of a running export: a bar of tqdm, HTML in a notebook, or nothing."""

import time


def watched(handle, progress):
    """Waits for an export and shows its progress; an interrupt cancels the export, which signs FAILURE."""
    view = _view(progress)
    canceled = False
    while True:
        try:
            while not handle.isDone():
                view.show(handle.progress())
                time.sleep(0.3)
            view.show(handle.progress())
            break
        except KeyboardInterrupt:
            if canceled:
                raise
            canceled = True
            handle.cancel()
    view.close()
    report = getattr(handle, "await")()
    if canceled:
        raise KeyboardInterrupt
    return report


def _view(progress):
    if progress not in ("auto", "tqdm", "html", None, False):
        raise ValueError(f"progress is {progress!r}: give 'auto', 'tqdm', 'html' or None")
    if progress in ("auto", "html"):
        try:
            from IPython import get_ipython
            from IPython.display import HTML, display

            if progress == "html" or get_ipython() is not None:
                return _Html(display, HTML)
        except ImportError:
            if progress == "html":
                raise
    if progress == "tqdm":
        from tqdm.auto import tqdm

        return _Tqdm(tqdm)
    return _Nothing()


class _Nothing:
    def show(self, steps):
        pass

    def close(self):
        pass


class _Html:
    def __init__(self, display, html):
        self._html = html
        self._view = display(html(""), display_id=True)

    def show(self, steps):
        rows = "".join(
            f"<tr><td>{step.name()}</td><td>{step.objectsDone():,}{_of(step.objects())}</td>"
            f"<td>{step.bytesDone():,}{_of(step.bytes())} bytes</td></tr>"
            for step in steps
        )
        self._view.update(self._html(f"<table>{rows}</table>"))

    def close(self):
        pass


class _Tqdm:
    """A bar for each step: of its bytes if they are known, else of its objects."""

    def __init__(self, tqdm):
        self._tqdm = tqdm
        self._bars = {}

    def show(self, steps):
        for step in steps:
            by_bytes = step.bytes() > 0
            bar = self._bars.get(step.name())
            if bar is None:
                total = step.bytes() if by_bytes else max(step.objects(), 0)
                bar = self._tqdm(desc=step.name(), total=total, unit="B" if by_bytes else "", unit_scale=by_bytes)
                self._bars[step.name()] = bar
            bar.n = step.bytesDone() if by_bytes else step.objectsDone()
            bar.refresh()

    def close(self):
        for bar in self._bars.values():
            bar.close()


def _of(total):
    return f" of {total:,}" if total >= 0 else ""
