"""The OpenVINO runtime behind the `Model` protocol. Nothing outside imports openvino."""
