"""Random weights of VGG16 and ResNet50V2 as Keras writes them, and the features that Keras computes with them.

Per network: NAME.h5 (Keras's whole-model layout), NAME.weights.h5 (Keras 3's), and NAME.safetensors with the same weights as
`layer/variable`, images as `images/CASE` (RGB or grey, 0..255, NHWC) and pooled features as `features/CASE`.
"""

import json
import os
import pathlib
import struct
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras  # noqa: E402
import numpy as np  # noqa: E402

applications = keras.applications
networks = {
    "vgg16": (applications.VGG16, applications.vgg16.preprocess_input),
    "resnet50v2": (applications.ResNet50V2, applications.resnet_v2.preprocess_input),
}
# Odd sizes leave odd pixels to each stride; only RGB shows in which order the channels are read.
cases = {"grey-224": (2, 224, 1), "grey-65": (3, 65, 1), "rgb-64": (2, 64, 3)}


def write_safetensors(path, tensors):
    header, end = {}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            file.write(array.tobytes())


def draw_images(random, count, size, channels):
    """Smooth blotches with some noise: neighbouring pixels are alike, as in a photograph."""
    coarse = random.uniform(0, 255, (count, 9, 9, channels)).astype("float32")
    smooth = np.asarray(keras.ops.image.resize(coarse, (size, size), interpolation="bilinear"))
    return np.clip(smooth + random.normal(0, 8, smooth.shape), 0, 255).round().astype("float32")


def randomise(model, preprocess, random):
    """Moves every weight off its neutral value, and keeps activations in the range that trained weights give."""
    for layer in model.layers:
        for variable in layer.trainable_variables:
            if variable.name == "kernel":
                fan_in = np.prod(variable.shape[:-1])
                variable.assign(random.normal(0, (2 / fan_in) ** 0.5, variable.shape))
            elif variable.name == "gamma":
                variable.assign(random.uniform(0.5, 1.5, variable.shape))
            else:
                variable.assign(random.normal(0, 0.3, variable.shape))
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    # With no momentum, one pass in training mode makes the running statistics those of these images.
    model(preprocess(draw_images(random, 8, 96, 3)), training=True)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (build, preprocess) in networks.items():
        random = np.random.default_rng(7)
        model = build(weights=None, include_top=False, input_shape=(None, None, 3), pooling="avg")
        randomise(model, preprocess, random)
        tensors = {f"{layer.name}/{v.name}": np.asarray(v) for layer in model.layers for v in layer.variables}
        for case, (count, size, channels) in cases.items():
            images = draw_images(random, count, size, channels)
            rgb = np.repeat(images, 3 // channels, axis=-1)
            tensors[f"images/{case}"] = images
            # A copy, since preprocessing may write into what it is given.
            tensors[f"features/{case}"] = np.asarray(model(preprocess(rgb.copy()), training=False))
        model.save(folder / f"{name}.h5")
        model.save_weights(folder / f"{name}.weights.h5")
        write_safetensors(folder / f"{name}.safetensors", tensors)
        features = tensors["features/grey-224"]
        print(f"{name}: {model.count_params()} parameters, features up to {features.max():.3g}, mean {features.mean():.3g}")


main(pathlib.Path(sys.argv[1]))
