# Makes the files that the tour of README.md speaks of as the reader's own: Scripts/test-docs runs this before.
# no-run diffraction lyot: minutes of a busy processor; DiffractionLyotCommandTests runs it small
# no-run sbatch: there is no Slurm here; Scripts/slurm-test runs these lines on one
# no-run parallel totality: GNU parallel is not part of the set-up; Scripts/slurm-test runs this line
totality_root=$TOTALITY_ROOT

cp "$totality_root"/Fixtures/formation-job/*.oem .
cp "$totality_root"/Fixtures/formation-job/formation-job.toml formation.toml

# An ejection before the camera of PROBA-3, without the telescope's inner optics.
totality scenario init proba3 -o event.toml
sed -i '/^internal_occulter_mm\|^focal_length_mm\|^lyot_factor/d' event.toml
cat >>event.toml <<'TOML'

[[corona.part]]
kind = "gcs"
time = 2025-05-23T09:30:00Z
height_rsun = 2
speed_km_s = 800
longitude_deg = 90
half_angle_deg = 20
aspect = 0.3
density_per_cm3 = 1e6
skin_outer_rsun = 0.3
TOML

# Twelve petals about a disc of two metres: corners in metres.
awk 'BEGIN { print "x_m,y_m"; for (i = 0; i < 24; i++) { r = i % 2 ? 1.9 : 2.1; a = i * 3.14159265358979 / 12
  printf "%.6f,%.6f\n", r * cos(a), r * sin(a) } }' >petals.csv

# Raw exposures through three polarisers, and a frame made of them.
raw=(--set 'sensor.kind="aspiics"' --set 'sensor.filter=["P0","P60","P120"]'
  --set 'sensor.exposures_s=[0.0016,0.016,0.16]')
totality batch event.toml "${raw[@]}" --frames 0:1 -o runs/proba3 >/dev/null 2>&1
cp -r runs/proba3/frames exposures
rm exposures/*0.fits exposures/*_planes.fits
totality process runs/proba3/frames/*_raw*.fits --until L3 -o made >/dev/null 2>&1
mkdir out
for ending in l3 l3_planes l3_pb l3_pb_planes; do cp made/*_"$ending".fits "out/frame_$ending.fits"; done
