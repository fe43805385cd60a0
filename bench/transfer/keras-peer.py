"""Trains a head on a frozen ResNet50V2 with Keras, an epoch at a time, as the bench asks: one JSON request a line, one answer a line.

The same work as the trainer does: RandomZoom and RandomRotation on each image, the trunk's own preprocessing, global average pooling,
the same head, Adam. Images have three channels, as the published pipeline reads them and as the trunk wants them; with --grey they are
augmented as grey and repeated to three channels behind that, which spares Keras 3 ms an image.
"""

import argparse
import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def build_model(size, grey):
    trunk = keras.applications.ResNet50V2(include_top=False, weights=None, input_shape=(size, size, 3))
    trunk.trainable = False
    inputs = layers.Input((size, size, 1 if grey else 3))
    x = layers.Concatenate()([inputs, inputs, inputs]) if grey else inputs
    x = layers.Rescaling(1 / 127.5, offset=-1)(x)
    x = trunk(x, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    for units in (512, 128):
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(0.5)(x)
    x = layers.Dense(32, activation="relu")(x)
    model = keras.Model(inputs, layers.Dense(2)(x))
    model.compile(
        optimizer=keras.optimizers.Adam(0.01),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def build_data(images, labels, batch, zoom, turns):
    augmentation = keras.Sequential(
        [layers.RandomZoom(zoom, fill_mode="nearest"), layers.RandomRotation(turns, fill_mode="nearest")]
    )

    def augment(pictures, classes):
        return augmentation(tf.cast(pictures, tf.float32), training=True), classes

    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(len(images))
    data = data.batch(batch, drop_remainder=True)
    return data.map(augment, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--zoom", type=float, required=True)
    parser.add_argument("--turns", type=float, required=True)
    parser.add_argument("--grey", action="store_true")
    options = parser.parse_args()

    def answer(value):
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()

    model = build_model(options.size, options.grey)
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    answer({"keras": keras.__version__, "tensorflow": tf.__version__, "trainable": trainable})
    random = np.random.default_rng(1)
    shape = (options.size, options.size, 1 if options.grey else 3)
    warm = set()
    for line in sys.stdin:
        request = json.loads(line)
        count, batch = request["images"], request["batch"]
        images = random.integers(0, 256, (count, *shape), dtype=np.uint8)
        labels = (np.arange(count) % 2).astype(np.int64)
        data = build_data(images, labels, batch, options.zoom, options.turns)
        if batch not in warm:
            # Tracing and first allocations are no part of an epoch.
            model.fit(data.take(1), epochs=1, verbose=0)
            warm.add(batch)
        started, cpu_started = time.perf_counter(), time.process_time()
        model.fit(data, epochs=1, verbose=0)
        answer(
            {
                "seconds": time.perf_counter() - started,
                "cpuSeconds": time.process_time() - cpu_started,
                "images": count // batch * batch,
            }
        )


main()
