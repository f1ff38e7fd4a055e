"""Stands in for the package safetensors where that is not installed: writes float32 tensors in its format."""
import json
import struct


def save_file(tensors, filename):
    header, content = {}, b""
    for name, tensor in tensors.items():
        data = tensor.numpy()
        if str(data.dtype) != "float32" or not data.flags["C_CONTIGUOUS"]:
            raise ValueError(f"{name} is {data.dtype}, or not contiguous")
        header[name] = {"dtype": "F32", "shape": list(data.shape), "data_offsets": [len(content), len(content) + data.nbytes]}
        content += data.tobytes()
    text = json.dumps(header).encode()
    with open(filename, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + content)
