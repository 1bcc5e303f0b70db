using Gald.Distributed;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests;

/// <summary>A group whose processes are threads of this one.</summary>
internal sealed class ThreadGroup : IProcessGroup
{
    private readonly Exchange exchange;

    private ThreadGroup(Exchange exchange, int rank) => (this.exchange, Rank) = (exchange, rank);

    public int Rank { get; }

    public int Size => exchange.Slots.Length;

    public string Transport => "threads";

    /// <summary>Does something as several processes, and gives what each of them returns.</summary>
    public static T[] Run<T>(int size, Func<IProcessGroup, T> action)
    {
        var exchange = new Exchange(size);
        var results = new T[size];
        var failures = new List<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                using var scope = NewDisposeScope();
                results[rank] = action(new ThreadGroup(exchange, rank));
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add(e);
                // The others wait in vain.
                exchange.Barrier.RemoveParticipant();
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return failures.Count == 0 ? results : throw new AggregateException(failures);
    }

    public void Sum(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var all = Gather(tensor);
        using var sum = all.sum(0L);
        tensor.copy_(sum);
    }

    public Tensor Gather(Tensor tensor)
    {
        using var own = tensor.detach().clone();
        exchange.Slots[Rank] = own;
        exchange.Barrier.SignalAndWait();
        var all = stack(exchange.Slots!);
        exchange.Barrier.SignalAndWait();
        return all;
    }

    public void Broadcast(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var all = Gather(tensor);
        tensor.copy_(all.select(0, 0));
    }

    public void Barrier() => exchange.Barrier.SignalAndWait();

    public void Abort() => throw new InvalidOperationException("A test has no need to.");

    public void Dispose()
    {
    }

    private sealed class Exchange(int size)
    {
        public Tensor[] Slots { get; } = new Tensor[size];

        public Barrier Barrier { get; } = new(size);
    }
}
