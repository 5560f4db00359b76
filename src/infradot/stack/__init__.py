"""Numbers make a device: layers, contacts, device."""
