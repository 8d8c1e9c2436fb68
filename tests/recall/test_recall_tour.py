from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.recall import make_vin
from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestRecallTour(TourCommon):

    def test_from_the_recall_to_the_claim(self):
        """I7: started by the claims clerk, booked and added by the advisor, done, and claimed under the maker's number."""
        vins = [make_vin(1), make_vin(2)]
        self.vehicle.sudo().write({'owner_id': self.customer.id, 'vin_sn': vins[0]})
        recall = self.env['aftersales.recall'].with_user(self.user_claims).create({
            'maker_number': '24R-TOUR', 'title': "Fuel hose may leak", 'danger': "Fire", 'remedy': "A new hose",
            'brand_id': self.vehicle.model_id.brand_id.id, 'payer_id': self.maker.id, 'operation_id': self.operation.id})
        recall._import_vins(list(enumerate(vins, 1)))
        car = recall.car_ids.filtered('vehicle_id')
        self.start_tour(f'/odoo/recalls/{recall.id}', 'aftersales_recall_start', login=self.user_claims.login)
        self.start_tour(f'/odoo/recall-cars/{car.id}', 'aftersales_recall_book', login=self.user_advisor.login)
        order = self.env['aftersales.order'].with_user(self.user_advisor).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'partner_id': self.customer.id,
            'odometer_in': 45000})
        order.action_receive()
        self.start_tour(
            f'/odoo/action-aftersales.action_orders/{order.id}', 'aftersales_recall_add', login=self.user_advisor.login)
        self.env.invalidate_all()
        job = order.job_ids
        self.assertEqual(job.recall_vehicle_id.vin, vins[0])
        self.assertIn(car.state, ('ordered', 'reserved'))
        job.sudo()._transition('done')
        self.start_tour(f'/odoo/recall-cars/{car.id}', 'aftersales_recall_done', login=self.user_claims.login)
        self.env['aftersales.claim.terms'].create({
            'name': "Maker", 'partner_id': self.maker.id, 'labour_rate': 100.0,
            'brand_ids': self.vehicle.model_id.brand_id.ids})
        claim = job.with_user(self.user_claims)._make_claims()
        self.assertEqual((claim.claim_type, claim.campaign_number), ('recall', '24R-TOUR'))
