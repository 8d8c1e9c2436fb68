from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.warranty import WarrantyCommon

VIN = '1M8GDM9AXKP042788'


class ClaimCommon(WarrantyCommon):
    """A maker's terms beside his policy, and a covered job that is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle.vin_sn = cls.vehicle.vin_sn or VIN
        cls.terms = cls.env['aftersales.claim.terms'].create({
            'name': "Testmobile", 'partner_id': cls.maker.id, 'dealer_code': "D0815", 'labour_rate': 100.0,
            'part_basis': 'order', 'handling': 10.0, 'brand_ids': [Command.set(cls.model_a.brand_id.ids)],
            'needs_photo': False, 'needs_signature': False, 'needs_clock': False, 'needs_old_part': False})

    # === STEPS ===#

    @classmethod
    def _create_covered(cls, *parts, count=1, **job):
        """Jobs, one an order, that were taken as warranty and are done: each with its parts and an hour of work."""
        if not cls.vehicle.sudo().coverage_ids:
            cls._sell(cls.vehicle, '2024-05-10')
        jobs = cls.env['aftersales.job']
        for __ in range(count):
            vals = cls._prepare_job(*(parts or [(cls.disc, 1)]), **{
                'concern': "Grinds", 'cause': "Cast broken", 'correction': "Renewed", **job})
            vals['line_ids'].append(Command.create({
                'line_type': 'labour', 'product_id': cls.operation.product_id.id, 'operation_id': cls.operation.id,
                'quantity': cls.operation.hours}))
            order = cls.receive(cls._create_order(vals, odometer_in=30_000))
            order.job_ids.action_take_coverage()
            cls.work(cls.issue(order))
            jobs |= order.job_ids
        return jobs

    @classmethod
    def _create_claims(cls, *parts, count=1, **job):
        """Claims of covered jobs that lack nothing, in draft, as the claims clerk."""
        claims = cls._create_covered(*parts, count=count, **job).with_user(cls.user_claims)._make_claims()
        for claim in claims:
            claim.causal_line_id = claim.line_ids.filtered(lambda line: line.kind == 'part')[:1]
            claim.doubts_reason = "Another failure of the same"
        return claims

    @classmethod
    def _create_submitted(cls, *parts, count=1, **job):
        """Claims that the maker has."""
        claims = cls._create_claims(*parts, count=count, **job)
        claims.action_check()
        claims.action_submit()
        return claims
