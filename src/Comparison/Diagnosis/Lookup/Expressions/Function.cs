using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>A function of one number, as derivatives are made of.</summary>
/// <param name="Format">Its text, {0} for what it is applied to.</param>
/// <param name="Of">Applies it.</param>
/// <param name="Complexity">How rarely it is meant.</param>
/// <param name="Binding">How tightly its text holds together.</param>
/// <param name="Inside">How tightly its argument has to; a name where it stands alone, a sum where it stands in parentheses.</param>
internal sealed record Function(
    string Format, Func<Tensor, Tensor> Of, int Complexity, Binding Binding = Binding.Name, Binding Inside = Binding.Sum)
{
    /// <summary>Of 1/x, the text of x, {0} for the argument; null for other functions.</summary>
    public string? Divisor { get; private init; }

    /// <summary>How tightly the argument has to hold together in <see cref="Divisor"/>.</summary>
    private Binding DivisorInside { get; init; } = Binding.Name;

    private static readonly double[] Bounds = [0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 6];

    /// <summary>1/x.</summary>
    public static Function Reciprocal { get; } = Over("{0}", x => 1 / x, 1, Binding.Power);

    /// <summary>x.</summary>
    public static Function Itself { get; } = new("{0}", x => x, 0, Binding.Sum);

    /// <summary>√x.</summary>
    public static Function Root { get; } = new("√{0}", x => x.sqrt(), 1, Binding.Power, Binding.Name);

    /// <summary>1/√x.</summary>
    public static Function ReciprocalRoot { get; } = Over("√{0}", x => x.rsqrt(), 2, Binding.Name) with { IsReciprocalRoot = true };

    /// <summary>The logistic function.</summary>
    public static Function Sigmoid { get; } = new("σ({0})", x => x.sigmoid(), 2);

    /// <summary>Its derivative, from its output.</summary>
    public static Function SigmoidSlope { get; } = new("{0} ∘ (1 − {0})", x => x * (1 - x), 1, Binding.Product, Binding.Name);

    /// <summary>The hyperbolic tangent.</summary>
    public static Function Tanh { get; } = new("tanh({0})", x => x.tanh(), 2);

    /// <summary>1/x².</summary>
    public static Function ReciprocalSquare { get; } = Over("{0}²", x => 1 / x.square(), 2, Binding.Name);

    /// <summary>1/x³.</summary>
    public static Function ReciprocalCube { get; } = Over("{0}³", x => x.pow(-3), 3, Binding.Name);

    /// <summary>1 − x.</summary>
    public static Function Complement { get; } = new("1 − {0}", x => 1 - x, 1, Binding.Sum, Binding.Product);

    /// <summary>x².</summary>
    public static Function Square { get; } = new("{0}²", x => x.square(), 1, Binding.Power, Binding.Name);

    /// <summary>Where a mask is 0.</summary>
    public static Function Not { get; } = new("not {0}", x => 1 - x, 4) { IsMask = true };

    /// <summary>eˣ.</summary>
    public static Function Exponential { get; } = new("exp({0})", x => x.exp(), 2);

    /// <summary>The derivatives of tanh, sigmoid and ReLU, from their output.</summary>
    public static ImmutableArray<Function> ActivationSlopes { get; } =
    [
        new("(1 − {0}²)", x => 1 - x.square(), 1, Binding.Name, Binding.Name),
        SigmoidSlope,
        new("[{0} > 0]", x => Mask(x > 0), 1) { IsMask = true },
    ];

    /// <summary>What is taken for the derivative by mistake: the function, or the derivative at the output instead of the input.</summary>
    public static ImmutableArray<Function> WrongSlopes { get; } =
    [
        new("{0}", x => x, 0),
        new("(1 − {0})", x => 1 - x, 1),
        new("σ({0})", x => x.sigmoid(), 2),
        new("σ({0}) ∘ (1 − σ({0}))", x => x.sigmoid() * (1 - x.sigmoid()), 2, Binding.Product),
        new("(1 − tanh({0})²)", x => 1 - x.tanh().square(), 2),
    ];

    /// <summary>Of tensors whose values mean little else: powers, the distance from 1, the sign.</summary>
    public static ImmutableArray<Function> Simple { get; } =
    [
        Reciprocal,
        Square,
        Complement,
        new("1 − {0}²", x => 1 - x.square(), 1, Binding.Sum, Binding.Name),
        SigmoidSlope,
        Root,
        ReciprocalRoot,
        ReciprocalSquare,
        new("1 + {0}", x => 1 + x, 2, Binding.Sum, Binding.Product),
        Over("(1 − {0})", x => 1 / (1 - x), 2, Binding.Product),
        new("|{0}|", x => x.abs(), 1),
        new("sign({0})", x => x.sign(), 2),
        new("{0}³", x => x.pow(3), 2, Binding.Power, Binding.Name),
        Exponential,
        new("log({0})", x => x.log(), 2),
    ];

    /// <summary>Whose derivatives activations and losses are made of.</summary>
    public static ImmutableArray<Function> Rich { get; } =
    [
        new("exp(−{0})", x => (-x).exp(), 2, Inside: Binding.Power),
        Tanh,
        Sigmoid,
        new("1 − tanh({0})²", x => 1 - x.tanh().square(), 2, Binding.Sum),
        new("σ({0}) ∘ (1 − σ({0}))", x => x.sigmoid() * (1 - x.sigmoid()), 2, Binding.Product),
        new("1 − σ({0})", x => 1 - x.sigmoid(), 2, Binding.Sum),
        new("tanh({0})²", x => x.tanh().square(), 3, Binding.Power),
        new("sin({0})", x => x.sin(), 2),
        new("cos({0})", x => x.cos(), 2),
        new("sinh({0})", x => x.sinh(), 3),
        new("cosh({0})", x => x.cosh(), 3),
        Over("(1 + {0}²)", x => 1 / (1 + x.square()), 3, Binding.Name),
        new("1 + {0}²", x => 1 + x.square(), 3, Binding.Sum, Binding.Name),
        Over("√(1 − {0}²)", x => (1 - x.square()).rsqrt(), 3, Binding.Name),
        Over("√(1 + {0}²)", x => (1 + x.square()).rsqrt(), 3, Binding.Name),
        Over("(1 + |{0}|)²", x => 1 / (1 + x.abs()).square(), 3),
        Over("(1 + |{0}|)", x => 1 / (1 + x.abs()), 3),
        Over("(1 + {0})", x => 1 / (1 + x), 3, Binding.Product),
        new("log(1 + exp({0}))", x => x.softplus(1, 50), 3),
        new("tanh(log(1 + exp({0})))", x => x.softplus(1, 50).tanh(), 4),
        new("1 − tanh(log(1 + exp({0})))²", x => 1 - x.softplus(1, 50).tanh().square(), 4, Binding.Sum),
        new("log(1 + {0})", x => x.log1p(), 3, Inside: Binding.Product),
        new("exp(−{0}²)", x => (-x.square()).exp(), 3, Inside: Binding.Name),
        new("exp(−{0}²/2)", x => (-0.5 * x.square()).exp(), 3, Inside: Binding.Name),
        new("Φ({0})", x => 0.5 * (1 + (x * Math.Sqrt(0.5)).erf()), 3),
        new("σ(1.702 {0})", x => (1.702 * x).sigmoid(), 4, Inside: Binding.Name),
        new("1 − exp(−{0})", x => 1 - (-x).exp(), 3, Binding.Sum, Binding.Power),
        ReciprocalCube,
        new("{0}⁴", x => x.square().square(), 3, Binding.Power, Binding.Name),
    ];

    /// <summary>What is left of a number on one side of 0.</summary>
    public static ImmutableArray<Function> Parts { get; } =
    [
        new("{0} ∘ [{0} > 0]", x => x.clamp(min: 0), 3, Binding.Product),
        new("{0} ∘ [{0} ≤ 0]", x => x.clamp(max: 0), 3, Binding.Product),
    ];

    /// <summary>1 where it is 0, as the difference of two that are the same.</summary>
    public static Function IsZero { get; } = new("[{0} = 0]", x => Mask(x == 0), 2) { IsMask = true };

    /// <summary>x to the power of a number.</summary>
    public static Function Power(double exponent)
        => new(
            $"{{0}}^{(exponent < 0 ? $"({Number(exponent)})" : Number(exponent))}", x => x.pow(exponent), 3, Binding.Power, Binding.Name);

    /// <summary>1 on one side of a bound, 0 on the other.</summary>
    public static ImmutableArray<Function> Masks { get; } =
    [
        new("[{0} ≠ 0]", x => Mask(x != 0), 2) { IsMask = true },
        .. Bounds.Select(bound => new Function($"[{{0}} > {Number(bound)}]", x => Mask(x > bound), bound == 0 ? 1 : 2) { IsMask = true }),
        .. Bounds.Select(bound => new Function($"[{{0}} ≤ {Number(bound)}]", x => Mask(x <= bound), bound == 0 ? 2 : 3) { IsMask = true }),
        .. Bounds.Where(bound => bound > 0)
            .Select(bound => new Function($"[|{{0}}| < {Number(bound)}]", x => Mask(x.abs() < bound), 2) { IsMask = true }),
        .. Bounds.Where(bound => bound > 0)
            .Select(bound => new Function($"[|{{0}}| ≥ {Number(bound)}]", x => Mask(x.abs() >= bound), 3) { IsMask = true }),
        .. Bounds.Where(bound => bound > 0)
            .Select(bound => new Function($"[0 < {{0}} < {Number(bound)}]", x => Mask((x > 0) & (x < bound)), 3) { IsMask = true }),
    ];

    /// <summary>Where an ε keeps a root or a quotient away from zero, in each of the places it is put.</summary>
    public static ImmutableArray<Function> Guarded(double epsilon)
    {
        var text = Number(epsilon);
        return
        [
            new($"√({{0}} + {text})", x => (x + epsilon).sqrt(), 3, Binding.Power, Binding.Product),
            Over($"√({{0}} + {text})", x => (x + epsilon).rsqrt(), 3, Binding.Product) with { IsReciprocalRoot = true },
            Over($"(√{{0}} + {text})", x => 1 / (x.sqrt() + epsilon), 4, Binding.Name) with { IsReciprocalRoot = true },
            Over($"({{0}} + {text})", x => 1 / (x + epsilon), 4, Binding.Product),
        ];
    }

    /// <summary>Whether it is 1/√x, with an ε or without.</summary>
    public bool IsReciprocalRoot { get; private init; }

    /// <summary>Whether its values are 0 and 1 only.</summary>
    public bool IsMask { get; private init; }

    /// <summary>Its text on an expression.</summary>
    public string TextOf(Expression expression) => string.Format(null, Format, expression.Within(Inside));

    /// <summary>The text of x on an expression, of 1/x; null for other functions.</summary>
    public string? DivisorOf(Expression expression)
        => Divisor is null ? null : string.Format(null, Divisor, expression.Within(DivisorInside));

    private static Function Over(string divisor, Func<Tensor, Tensor> of, int complexity, Binding inside = Binding.Sum)
        => new($"1 / {divisor}", of, complexity, Binding.Product, inside) { Divisor = divisor, DivisorInside = inside };

    private static string Number(double value)
        => Math.Abs(value) < 1e-3 && value != 0 ? Words.Residual(value) : Words.Number(value).Replace('-', '−');

    private static Tensor Mask(Tensor condition) => condition.to(ScalarType.Float64);
}
