using System.Runtime.CompilerServices;
using Gald.Computing;
using Gald.Distributed;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Modules;

/// <summary>
/// Modules that are computed again in the backward pass, so that until then only their inputs are kept (Chen et al., Training Deep Nets with
/// Sublinear Memory Cost, 2016). Gradients are those of the same computation, so they are the same; running statistics are changed once.
/// </summary>
public static class Recomputation
{
    [ThreadStatic]
    private static bool isRepeating;

    /// <summary>The gradient that was given to libtorch last, which must live until libtorch has taken it.</summary>
    [ThreadStatic]
    private static Tensor? given;

    [ThreadStatic]
    private static StrongBox<Exception?>? failure;

    /// <summary>Whether this thread computes something for the second time, so that nothing may be counted or tracked.</summary>
    internal static bool IsRepeating => isRepeating;

    /// <summary>What a module makes of a map, without anything that is kept but the map, where a gradient is wanted.</summary>
    /// <param name="module">The module. It draws no random numbers.</param>
    /// <param name="input">N×C×H×W.</param>
    /// <returns>The module's result; the caller disposes it.</returns>
    /// <exception cref="GaldException">A module could not be computed again in the backward pass before.</exception>
    public static Tensor Of(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        Release();
        ThrowIfFailed();
        if (!is_grad_enabled() || isRepeating || !(input.requires_grad || module.parameters().Any(parameter => parameter.requires_grad)))
            return module.call(input);
        // The scope is for what TorchSharp makes beside the result: memory of the result's size, until the backward pass.
        using var scope = NewDisposeScope();
        Tensor trained = zeros(1, requires_grad: true);
        return Function.apply(input, trained, new Context(module, input)).MoveToOuterDisposeScope();
    }

    /// <summary>Reports what went wrong in the middle of the last backward pass, where an exception would end the process.</summary>
    /// <exception cref="GaldException">Something did.</exception>
    internal static void ThrowIfFailed()
    {
        if (failure is not null && Interlocked.Exchange(ref failure.Value, null) is { } e)
            throw new GaldException($"In the backward pass, a block could not be computed again, so its gradients are missing: {e.Message}", e);
    }

    private static void Release()
    {
        given?.Dispose();
        given = null;
    }

    /// <summary>What a module was called in.</summary>
    private sealed class Context(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        // The backward pass may have another thread.
        private readonly StrongBox<Exception?> failure = Recomputation.failure ??= new();
        private readonly SharedBatch? batch = SharedBatch.Current;
        private readonly DeviceType device = input.device_type;
        private readonly Precision precision =
            TorchExports.HasAutocast && TorchExports.IsAutocastEnabled(input.device_type) ? Precision.BFloat16 : Precision.Float32;

        /// <summary>Whether a gradient of the input is wanted.</summary>
        public bool LeadsOn { get; } = input.requires_grad;

        public Tensor Run(Tensor map) => module.call(map);

        /// <summary>The same once more, with a gradient.</summary>
        public Tensor Repeat(Tensor map)
        {
            isRepeating = true;
            try
            {
                using var gradient = enable_grad();
                using var autocast = new Autocast(precision, device);
                return SharedBatch.During(batch, () => module.call(map));
            }
            finally
            {
                isRepeating = false;
            }
        }

        public void Fail(Exception e)
        {
            if (batch is null)
                failure.Value = e;
            else
                batch.Remember(e);
        }
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        private const string ContextKey = "context";

        /// <inheritdoc/>
        public override string Name => nameof(Recomputation);

        /// <inheritdoc/>
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (input, context) = ((Tensor)vars[0], (Context)vars[2]);
            ctx.set_materialize_grads(false);
            ctx.save_for_backward([input]);
            ctx.save_data(ContextKey, context);
            return context.Run(input);
        }

        /// <summary>The gradient of the input; those of the module's parameters are added where they are.</summary>
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient)
        {
            Release();
            var context = (Context)ctx.get_data(ContextKey);
            try
            {
                using var scope = NewDisposeScope();
                Tensor input = ctx.get_saved_variables()[0].detach();
                input.requires_grad = context.LeadsOn;
                Tensor result = context.Repeat(input);
                result.backward([gradient]);
                given = input.grad?.DetachFromDisposeScope();
            }
            catch (Exception e)
            {
                context.Fail(e);
            }
            finally
            {
                gradient.Dispose();
            }
            return [given!, null!, null!];
        }
    }
}
