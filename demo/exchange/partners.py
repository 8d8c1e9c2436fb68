import base64

from odoo import api, models

HISTORY = """Order No.,VIN,Came In On,Went Out On,Odometer Shows,Name of the Advisor,What Was Complained Of,Kind of the Row,\
Code or Part No.,Work or Part in Words,Hours or Pieces of It,Amount of the Row,Who Paid
RO-2023-0417,LSVNV4186M2478336,2023-04-12,2023-04-12,10120,Zhou Min,First service,labour,M10,Oil and filter,0.5,149,customer
RO-2023-0417,LSVNV4186M2478336,2023-04-12,,,,,part,OIL-5W30-1L,Engine oil 5W-30,4,352.00,customer
RO-2023-1188,LSVUZ65NXTE349945,2023-11-20,2023-11-22,1210,Zhou Min,Rattles over bumps,labour,,Stabiliser links,1.2,0,warranty
"""
OPEN_ORDERS = """Order No.,Plate No.,Car Is Here Since,Odometer Shows,Promise to the Customer,What Was Complained Of,\
Name of the Job,Kind of the Row,Code or Part No.,Work or Part in Words,Hours or Pieces of It
RO-2026-2101,沪A·F1389,,,,Squeals when braking,Front brakes,labour,,Look at the front brakes,0.5
"""
KEEP = {'sent': 'HTTP 200 {"code": "1"}', 'refused': 'HTTP 422 {"message": "VIN is not registered"}'}


class AftersalesDemo(models.AbstractModel):
    """Visits of the system used before, an order that is still in work there, a dealer system and a maker that call, and
    health files that were sent, refused, or wait for what is missing (Q3, Q5).
    """
    _inherit = 'aftersales.demo'

    @api.model
    def _load_exchange_partners(self):
        company = self._ref('company_shanghai')
        self._load_earlier_visits(company)
        self._load_calling_systems(company)
        self._load_sent_files(company)

    def _load_earlier_visits(self, company):
        Import = self._as(self.env['aftersales.exchange.import'], 'manager', company)
        history, orders = Import.create([
            {'kind': kind, 'source': "Old DMS", 'file_name': f'{kind}.csv', 'file': base64.b64encode(text.encode())}
            for kind, text in (('history', HISTORY), ('order', OPEN_ORDERS))])
        history.action_check()
        history.action_import()
        orders.action_check()

    def _load_calling_systems(self, company):
        Partner = self._as(self.env['aftersales.exchange.partner'], 'manager', company)
        dms, maker = Partner.create([
            {'name': "Old DMS", 'kind': 'dms', 'company_id': company.id, 'contact': "IT desk, ext. 320",
             'may_find_vehicles': True, 'may_see_orders': True, 'may_add_readings': True},
            {'name': "Booking app Chezhu (车主)", 'kind': 'platform', 'company_id': company.id, 'may_find_vehicles': True,
             'may_book': True}])
        vehicle = self._ref('vehicle_01')
        order = self.env['aftersales.order'].search([('company_id', '=', company.id)], order='id', limit=1)
        calls = self.env['aftersales.exchange.api']
        asked = calls.with_user(dms.sudo().user_id)
        asked.find_vehicle(vin=vehicle.vin_sn)
        asked.find_vehicle(plate='沪Z·00000')
        asked.get_order_status(number=order.name)
        calls.with_user(maker.sudo().user_id).get_order_status(number=order.name)
        calls.with_user(maker.sudo().user_id).find_vehicle(plate=vehicle.license_plate)

    def _load_sent_files(self, company):
        """As if a platform had been set up for a while; the demo calls none."""
        company.sudo().health_file_url = 'https://health-file.example.com/upload'
        orders = self.env['aftersales.order'].search(
            [('company_id', '=', company.id), ('state', '=', 'delivered')], order='id', limit=6)
        documents = self.env['aftersales.exchange.document']._queue(orders)
        company.sudo().health_file_url = False
        waiting = documents.filtered(lambda document: document.state == 'waiting')
        for document, state in zip(waiting, ('sent', 'sent', 'refused', 'sent', 'sent', 'sent'), strict=False):
            document._note_try(state, KEEP[state])
