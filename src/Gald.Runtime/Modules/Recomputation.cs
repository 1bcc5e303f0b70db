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
    private const string ContextKey = "context";

    [ThreadStatic]
    private static bool isRepeating;

    [ThreadStatic]
    private static StrongBox<Exception?>? failure;

    /// <summary>Whether this thread computes something for the second time, so that nothing may be counted or tracked.</summary>
    internal static bool IsRepeating => isRepeating;

    /// <summary>What a module makes of a map, without anything that is kept but the map, where a gradient is wanted.</summary>
    /// <param name="block">The module. It draws no random numbers.</param>
    /// <param name="input">N×C×H×W.</param>
    /// <returns>The module's result; the caller disposes it.</returns>
    /// <exception cref="GaldException">A module could not be computed again in the backward pass before.</exception>
    public static Tensor Of(nn.Module<Tensor, Tensor> block, Tensor input)
    {
        ThrowIfFailed();
        if (!is_grad_enabled() || isRepeating || !(input.requires_grad || block.parameters().Any(parameter => parameter.requires_grad)))
            return block.call(input);
        // The scope is for what TorchSharp makes beside the result: memory of the result's size, until the backward pass.
        using var scope = NewDisposeScope();
        var context = new Context(block, input);
        var trained = zeros(1, device: input.device, requires_grad: true);
        return Function.apply(input, Afterwards.apply(trained, context), context).MoveToOuterDisposeScope();
    }

    /// <summary>Reports what went wrong in the middle of the last backward pass, where an exception would end the process.</summary>
    /// <exception cref="GaldException">Something did.</exception>
    internal static void ThrowIfFailed()
    {
        if (failure is not null && Interlocked.Exchange(ref failure.Value, null) is { } e)
            throw new GaldException($"In the backward pass, a block could not be computed again, so its gradients are missing: {e.Message}", e);
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

        /// <summary>Gradients that libtorch is given, which must live until it has taken them.</summary>
        public List<Tensor> Given { get; } = [];

        public void Release()
        {
            Given.ForEach(gradient => gradient.Dispose());
            Given.Clear();
        }

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

    /// <summary>
    /// A number that nothing reads. Its gradient is asked for right behind that of the block, when libtorch has taken what the block gave.
    /// </summary>
    private sealed class Afterwards : autograd.SingleTensorFunction<Afterwards>
    {
        /// <inheritdoc/>
        public override string Name => nameof(Afterwards);

        /// <inheritdoc/>
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data(ContextKey, vars[1]);
            return zeros_like((Tensor)vars[0]);
        }

        /// <inheritdoc/>
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient)
        {
            gradient.Dispose();
            ((Context)ctx.get_data(ContextKey)).Release();
            return [null!, null!];
        }
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
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
            var context = (Context)ctx.get_data(ContextKey);
            Tensor? ofInput = null;
            var afterwards = zeros(1, device: gradient.device).DetachFromDisposeScope();
            context.Given.Add(afterwards);
            try
            {
                using var scope = NewDisposeScope();
                var input = ctx.get_saved_variables()[0].detach();
                input.requires_grad = context.LeadsOn;
                var result = context.Repeat(input);
                result.backward([gradient]);
                ofInput = input.grad?.DetachFromDisposeScope();
                if (ofInput is not null)
                    context.Given.Add(ofInput);
            }
            catch (Exception e)
            {
                context.Fail(e);
            }
            finally
            {
                gradient.Dispose();
            }
            return [ofInput!, afterwards, null!];
        }
    }
}
