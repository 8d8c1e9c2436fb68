from datetime import timedelta

from odoo import fields

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon


class CampaignCommon(FollowupCommon):
    """Customers with cars, and an event in four weeks that they are invited to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The demo's events call nobody in these tests.
        cls.env.cr.execute("UPDATE aftersales_campaign SET state = 'done' WHERE state NOT IN ('draft', 'cancelled')")
        cls.env.cr.execute("""
            DELETE FROM aftersales_followup step USING aftersales_followup_rule rule
             WHERE rule.id = step.rule_id AND rule.anchor = 'campaign'""")
        cls.env.invalidate_all()
        cls.guests = cls.env['aftersales.campaign.guest']
        cls.campaigns = cls.env['aftersales.campaign']
        cls.brand = cls.env['fleet.vehicle.model.brand'].create({'name': "Eventmobile"})
        cls.event_model = cls.env['fleet.vehicle.model'].create({'name': "Guest", 'brand_id': cls.brand.id})

    @classmethod
    def _create_event_cars(cls, count=1):
        """Cars of a make of their own, so that nobody else is invited."""
        cars = cls._create_cars(count)
        cars.model_id = cls.event_model
        return cars

    @classmethod
    def _set_value(cls, partner, value_class, **values):
        """As last night's pass found the customer."""
        cls.env['aftersales.customer.value'].sudo().create({
            'company_id': cls.company.id, 'partner_id': partner.commercial_partner_id.id, 'value_class': value_class,
            'status': 'active', 'decided_date': fields.Date.today(), **values})

    @classmethod
    def _prepare_campaign_vals(cls, days=28, **values):
        start = fields.Datetime.now() + timedelta(days=days)
        return {
            'name': "Course in spring", 'kind_id': cls.env.ref('aftersales.campaign_kind_course').id,
            'workshop_id': cls.workshop.id, 'company_id': cls.company.id, 'start': start,
            'stop': start + timedelta(hours=3), 'place': "Hall 2", 'description': "Bring your questions.",
            'segment_brand_ids': [(6, 0, cls.brand.ids)], **values}

    @classmethod
    def _create_campaign(cls, days=28, **values):
        return cls.campaigns.with_user(cls.user_care).create(cls._prepare_campaign_vals(days, **values))

    @classmethod
    def _approve(cls, campaign):
        campaign.with_user(cls.user_manager).action_approve()
        return campaign

    @classmethod
    def _invite(cls, campaign):
        """Approved and announced; the guests, as customer care sees them."""
        cls._approve(campaign)
        campaign.with_user(cls.user_care).action_send()
        return cls.guests.with_user(cls.user_care).search([('campaign_id', '=', campaign.id)], order='id')

    def _read_paper(self, report, records):
        content, __ = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
            f'aftersales.{report}', records.ids)
        return content.decode() if isinstance(content, bytes) else content

    def _run(self, name):
        """As the scheduled action runs."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.{name}').method_direct_trigger()
        self.env.invalidate_all()
