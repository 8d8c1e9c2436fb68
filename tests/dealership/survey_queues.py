from datetime import timedelta

from odoo import fields


class SurveyQueues:
    """Who is to be asked, and what nobody answered: records that the scheduled actions of surveys work on."""

    def _prepare_ask_visits(self):
        partners = self.env['res.partner'].create([{
            'name': f"Wu {number}", 'email': f'wu{number}@example.com'} for number in range(self.count)])
        orders = self._create_orders(self.count)
        for order, partner in zip(orders, partners, strict=True):
            order.partner_id = partner
        return '_ask_about_visit', self._write_raw(
            orders, state='delivered', delivered_date=fields.Datetime.now() - timedelta(days=1))

    def _prepare_ask_complainants(self):
        complaints = self.env['aftersales.complaint'].create([{
            'story': "It squeals", 'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id,
            'user_id': self.user_care.id} for __ in range(self.count)])
        return '_ask_about_handling', self._write_raw(
            complaints, state='closed', closed_date=fields.Datetime.now() - timedelta(days=1))

    def _prepare_ask_buyers(self):
        sold = fields.Date.today() - timedelta(days=7)
        self.env['fleet.vehicle'].search([('sale_date', '!=', False)]).sale_date = False
        return '_ask_buyer', self.env['fleet.vehicle'].create([{
            'model_id': self.vehicle.model_id.id, 'is_customer_vehicle': True, 'sale_date': sold,
            'owner_id': self.env['res.partner'].create({'name': f"Wu {number}", 'email': f'wu{number}@example.com'}).id,
            'company_id': self.company.id} for number in range(self.count)])

    def _prepare_draw_samples(self):
        survey = self.env.ref('aftersales.survey_image')
        return '_draw', self.env['aftersales.survey.trigger'].create([{
            'survey_id': survey.id, 'event': 'yearly', 'next_date': fields.Date.today()} for __ in range(self.count)])

    def _prepare_lapse_surveys(self):
        surveys = self.env['aftersales.survey.invitation'].create([{
            'survey_id': self.env.ref('aftersales.survey_visit').id, 'partner_id': self.customer.id,
            'workshop_id': self.workshop.id} for __ in range(self.count)])
        return '_lapse', self._write_raw(surveys, expiry_date=fields.Datetime.now() - timedelta(hours=1))

    def _prepare_tell_opinions(self):
        self.company.aftersales_ask_survey = True
        self.env['aftersales.workshop'].search([]).opinions_until = '2026-03-09'
        return '_tell_opinions', self.env['aftersales.workshop'].concat(*(
            self.workshop.copy({'code': f'SO{number}'}) for number in range(self.count)))

    def _prepare_make_bulletins(self):
        self.company.aftersales_ask_survey = True
        return '_make_bulletin', self.env['aftersales.workshop'].concat(*(
            self.workshop.copy({'code': f'SB{number}'}) for number in range(self.count)))
