// A weight and a bias
//
// The numbers x are mapped to y = w x + b, and the loss L is the mean of (y − t)². Backward starts at the loss
// and goes the way back: first dy, the gradient of y, and from it those of w and b. A gradient is named after
// its tensor, dy for ∂L/∂y, and has the tensor's shape.
public static class Affine
{
    public static Computation Exercise => Computation.From(
        "learn affine",
        [Leaf.Parameter("w", randn(1)), Leaf.Parameter("b", randn(1)), Leaf.Constant("x", randn(6)), Leaf.Constant("t", randn(6))],
        forward: t =>
        {
            var y = t.Watch("y", t["w"] * t["x"] + t["b"]);     // (6,)
            return (y - t["t"]).square().mean();
        },
        backward: (t, d) =>
        {
            var (w, b, x, y, target) = (t["w"], t["b"], t["x"], t["y"], t["t"]);

            //# y
            //? The derivative of a square is twice what is squared, and a mean of n numbers passes 1/n to each.
            //= dyᵢ = 2 (yᵢ − tᵢ) / n
            d.Add(y, 2 * (y - target) / y.numel());
            //#

            var dy = d[y];

            //# w
            //? yᵢ depends on w with the factor xᵢ. One w is used n times, so what comes back from each use is summed.
            //= dw = Σᵢ dyᵢ xᵢ
            d.Add(w, (dy * x).sum(0, keepdim: true));
            //#

            //# b
            //? yᵢ depends on b with the factor 1, and b too is used n times.
            //= db = Σᵢ dyᵢ
            d.Add(b, dy.sum(0, keepdim: true));
            //#
        });
}
