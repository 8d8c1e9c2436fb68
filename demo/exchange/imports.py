import base64

from odoo import api, models

CUSTOMERS = """Customer No.,Customer's Name,Phone Number,Town
C-9001,He Jian (何健),13800019001,Shanghai
C-9002,Bai Yu (白羽),13800019002,Suzhou
C-9003,Riverside Logistics (江畔物流),02150009003,Shanghai
"""
VEHICLES = """VIN,Plate No.,Make of the Car,Model of the Car,Owner's Customer No.,Odometer Shows,Day of the Reading
LB37422S7NX190011,沪AX9001,Geely,Emgrand 1.5L,C-9001,52310,2026-09-30
LB37422S2NX190028,沪AX9002,Geely,Emgrand 1.5L,C-7777,8800,2026-10-12
"""
COVERAGES = """VIN,Policy Promised,Promised Since
{vin},{policy},{start}
LB37422S7NX190011,{policy},2024-05-12
"""


class AftersalesDemo(models.AbstractModel):
    """Customers that came from the system used before, and a file of cars whose rows are still to be mended (Q3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_exchange(self):
        company = self._ref('company_shanghai')
        Import = self._as(self.env['aftersales.exchange.import'], 'manager', company)
        customers, vehicles = Import.create([
            {'kind': kind, 'source': "Old DMS", 'file_name': f'{kind}s.csv', 'file': base64.b64encode(text.encode())}
            for kind, text in (('customer', CUSTOMERS), ('vehicle', VEHICLES))])
        customers.action_check()
        customers.action_import()
        vehicles.action_check()
        self._check_coverages(Import)

    @api.model
    def _check_coverages(self, imports):
        """What a car is promised is known here already; the other car has still to come."""
        held = self.env['aftersales.coverage'].search(
            [('vehicle_id.vin_sn', '!=', False), ('policy_id.code', '=', 'BYD-NEW'), ('fitted_line_id', '=', False)], limit=1)
        text = COVERAGES.format(vin=held.vehicle_id.vin_sn, policy=held.policy_id.code, start=held.start_date)
        imports.create({
            'kind': 'coverage', 'source': "Old DMS", 'file_name': 'coverages.csv', 'file': base64.b64encode(text.encode()),
        }).action_check()
