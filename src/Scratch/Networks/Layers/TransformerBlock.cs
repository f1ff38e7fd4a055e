using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Layers;

/// <summary>
/// A block of a transformer: X + attention(norm(X)), and of that, R, R + mlp(norm(R)). On the stream X (N·T, D): all sequences below each
/// other.
/// <para>
/// attention: [Q K V] = norm(X) Wᵀ + b, split into H heads of D/H; Y = attention of each, causal or not; out = merged Y Wᵀ + b.
/// mlp: gelu(norm(R) Wᵀ + b) Wᵀ + b, with 4 D units between.
/// </para>
/// </summary>
/// <param name="t">Where its tensors are, all under its prefix.</param>
/// <param name="prefix">Such as <c>h.0</c>.</param>
/// <param name="sizes">Of the network.</param>
/// <param name="length">T, the length of a sequence.</param>
/// <param name="causal">Whether no position looks at later ones.</param>
internal sealed class TransformerBlock(Trace t, string prefix, TransformerSizes sizes, long length, bool causal)
{
    /// <summary>Its parameters.</summary>
    public static void Draw(Weights weights, string prefix, TransformerSizes sizes)
    {
        var D = sizes.Width;
        // What is added to the stream starts smaller, as there are two such sums a block.
        var added = 0.02 / Math.Sqrt(2 * sizes.Layers);
        LayerNormLayer.Draw(weights, $"{prefix}.ln_1", D);
        Dense("attn.c_attn", 3 * D, D, 0.02);
        Dense("attn.c_proj", D, D, added);
        LayerNormLayer.Draw(weights, $"{prefix}.ln_2", D);
        Dense("mlp.c_fc", 4 * D, D, 0.02);
        Dense("mlp.c_proj", D, 4 * D, added);

        void Dense(string name, long outputs, long inputs, double deviation)
        {
            weights.Gaussian($"{prefix}.{name}.weight", deviation, outputs, inputs);
            weights.Constant($"{prefix}.{name}.bias", 0, 1, outputs);
        }
    }

    /// <summary>The stream after it.</summary>
    public Tensor Forward(Tensor X)
    {
        var qkv = Dense("attn.c_attn", "attn.qkv", Norm("ln_1", X));
        var heads = qkv.reshape(-1, length, 3, sizes.Heads, sizes.Width / sizes.Heads).permute(2, 0, 3, 1, 4);
        var (Q, K, V) = (Watch("attn.q", heads[0]), Watch("attn.k", heads[1]), Watch("attn.v", heads[2]));
        var (Y, P) = ScaledDotProductAttention.Forward(Q, K, V, causal: causal);
        Keep("attn.p", P);
        var merged = Watch("attn.merged", Watch("attn.y", Y).transpose(1, 2).reshape(-1, sizes.Width));
        var R = Watch("residual", Add.Forward(X, Dense("attn.c_proj", "attn", merged)));
        var hidden = Dense("mlp.c_fc", "mlp.fc", Norm("ln_2", R));
        var active = Watch("mlp.gelu", Gelu.Forward(hidden, approximate: true));
        return t.Watch(prefix, Add.Forward(R, Dense("mlp.c_proj", "mlp", active)));
    }

    /// <summary>The gradients of its parameters and of X, from that of the stream after it.</summary>
    public void Backward(Gradients d, Tensor X)
    {
        var (R, qkv, Y) = (At("residual"), At("attn.qkv"), At("attn.y"));
        Add.Backward(d, R, At("mlp"), t[prefix]);
        BackFromDense(d, "mlp.c_proj", "mlp.gelu", "mlp");
        Gelu.Backward(d, At("mlp.fc"), At("mlp.gelu"), approximate: true);
        BackFromDense(d, "mlp.c_fc", "ln_2", "mlp.fc");
        BackFromNorm(d, "ln_2", R);
        Add.Backward(d, X, At("attn"), R);
        BackFromDense(d, "attn.c_proj", "attn.merged", "attn");
        d.Add(Y, d[At("attn.merged")].reshape(-1, length, sizes.Heads, sizes.Width / sizes.Heads).transpose(1, 2));
        var (Q, K, V) = (At("attn.q"), At("attn.k"), At("attn.v"));
        ScaledDotProductAttention.Backward(d, Q, K, V, Y, At("attn.p"));
        d.Add(qkv, stack([d[Q], d[K], d[V]]).permute(1, 3, 0, 2, 4).reshape(-1, 3 * sizes.Width));
        BackFromDense(d, "attn.c_attn", "ln_1", "attn.qkv");
        BackFromNorm(d, "ln_1", X);
    }

    /// <summary>The same by torch's own layer norm and attention.</summary>
    public Tensor Reference(Tensor X)
    {
        var parts = Layers.Dense.Reference(t, $"{prefix}.attn.c_attn", LayerNormLayer.Reference(t, $"{prefix}.ln_1", X)).chunk(3, 1)
            .Select(part => part.reshape(-1, length, sizes.Heads, sizes.Width / sizes.Heads).transpose(1, 2)).ToArray();
        var Y = nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: causal).transpose(1, 2)
            .reshape(-1, sizes.Width);
        var R = X + Layers.Dense.Reference(t, $"{prefix}.attn.c_proj", Y);
        var hidden = Layers.Dense.Reference(t, $"{prefix}.mlp.c_fc", LayerNormLayer.Reference(t, $"{prefix}.ln_2", R));
        var active = hidden * (2 * Math.Sqrt(2 / Math.PI) * (hidden + 0.044715 * hidden.pow(3))).sigmoid();
        return t.Watch(prefix, R + Layers.Dense.Reference(t, $"{prefix}.mlp.c_proj", active));
    }

    private Tensor At(string name) => t[$"{prefix}.{name}"];

    private Tensor Watch(string name, Tensor value) => t.Watch($"{prefix}.{name}", value);

    private void Keep(string name, Tensor value) => t.Keep($"{prefix}.{name}", value);

    private Tensor Dense(string weights, string output, Tensor X)
        => Watch(output, Linear.Forward(X, At($"{weights}.weight"), At($"{weights}.bias")));

    private void BackFromDense(Gradients d, string weights, string input, string output)
        => Linear.Backward(d, At(input), At($"{weights}.weight"), At($"{weights}.bias"), At(output));

    private Tensor Norm(string name, Tensor X) => LayerNormLayer.Forward(t, $"{prefix}.{name}", X);

    private void BackFromNorm(Gradients d, string name, Tensor X) => LayerNormLayer.Backward(t, d, $"{prefix}.{name}", X);
}
