from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.warranty import WarrantyCommon


class ClaimCommon(WarrantyCommon):
    """A maker's terms beside his policy, and a covered job that is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms = cls.env['aftersales.claim.terms'].create({
            'name': "Testmobile", 'partner_id': cls.maker.id, 'dealer_code': "D0815", 'labour_rate': 100.0,
            'part_basis': 'order', 'handling': 10.0, 'brand_ids': [Command.set(cls.model_a.brand_id.ids)],
            'needs_photo': False, 'needs_signature': False, 'needs_clock': False, 'needs_old_part': False})
