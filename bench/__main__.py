"""Runs every benchmark in turn: ``python -m bench``."""

import bench.check
import bench.engine
import bench.journey
import bench.likeness
import bench.processes
import bench.recognition
import bench.store
import bench.telegram

if __name__ == "__main__":
    bench.check.main()
    bench.engine.main()
    bench.journey.main()
    bench.store.main()
    bench.processes.main()
    bench.telegram.main()
    bench.likeness.main()
    bench.recognition.main()
