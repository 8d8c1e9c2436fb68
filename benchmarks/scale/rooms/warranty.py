"""Three coverages a car, of the demo's policies, begun when the car was sold; most of them are over."""
from .vehicle import get_vehicle

TABLES = ['aftersales_coverage']


def build(scale):
    coverages = scale.vehicles * 3
    car = '1 + (n - 1) / 3'
    policies = "(SELECT array_agg(id ORDER BY id) FROM aftersales_policy WHERE start_event != 'fitted')"
    begun = f"current_date - {scale.rand('n', 3000, 91)}"
    scale.insert(
        'aftersales_coverage', coverages,
        scale.one("SELECT id FROM aftersales_coverage WHERE fitted_line_id IS NULL AND vehicle_id IS NOT NULL ORDER BY id LIMIT 1"),
        vehicle_id=get_vehicle(scale, car), policy_id=f"({policies})[1 + (n - 1) % 3]", start_date=begun,
        end_date=f"{begun} + 1095", final_date=f"{begun} + 1095", company_id='NULL', lot_name='NULL', lot_key='NULL')
