"""Runs every benchmark in turn: ``python -m bench``."""

import bench.engine_speed
import bench.journey
import bench.likeness
import bench.message_check
import bench.processes
import bench.recognition
import bench.repeats_fit
import bench.script_check
import bench.store
import bench.telegram
import bench.understanding

if __name__ == "__main__":
    bench.script_check.main()
    bench.message_check.main()
    bench.engine_speed.main()
    bench.journey.main()
    bench.store.main()
    bench.processes.main()
    bench.telegram.main()
    bench.likeness.main()
    bench.recognition.main()
    bench.repeats_fit.main()
    bench.understanding.main()
