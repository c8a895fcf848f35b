// placeholder until the stage's code lands
