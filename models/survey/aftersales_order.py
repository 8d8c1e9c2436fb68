from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOrder(models.Model):
    """Every visit is asked about the day after, a booked one about its booking, too; once (L1)."""
    _inherit = 'aftersales.order'

    survey_invitation_ids = fields.One2many(
        'aftersales.survey.invitation', 'order_id', string="Surveys", readonly=True, groups='aftersales.group_see_survey')

    @api.model
    def _cron_ask_visits(self, batch_size=200):
        """Ask about the visits that were delivered the day before, where it is neither early nor late now."""
        triggers = self.env['aftersales.survey.trigger']._get_active('visit', 'booked')
        domain = self.env['aftersales.survey.invitation']._get_due_domain('delivered_date', triggers)
        if 'visit' not in triggers.mapped('event'):  # of others no occasion speaks, and they would stand in the way
            domain &= Domain('appointment_ids', '!=', False)
        self._work_through(
            domain & Domain('state', '=', 'delivered') & Domain('survey_invitation_ids', '=', False), '_ask_about_visit',
            batch_size, order='delivered_date, id', together=True)

    def _ask_about_visit(self):
        # sudo: surveys are the system's
        asked = self.sudo()._prepare_surveys()
        self.env['aftersales.survey.invitation'].sudo()._ask(asked)

    def _prepare_surveys(self):
        """Values of the survey of each visit; of visits that no occasion speaks of there are none."""
        triggers = self.env['aftersales.survey.trigger']._get_active('visit', 'booked')
        visit = triggers.filtered(lambda trigger: trigger.event == 'visit')[:1]
        booked = triggers.filtered(lambda trigger: trigger.event == 'booked')[:1]
        vals_list = []
        for order in self:
            is_booked = bool(booked and order.appointment_ids)
            trigger = visit or (booked if is_booked else visit)
            if trigger:
                vals_list.append({
                    'order_id': order.id, 'trigger_id': trigger.id, 'survey_id': trigger.survey_id.id,
                    'joined_survey_id': booked.survey_id.id if is_booked and visit else False,
                    'company_id': order.company_id.id, 'workshop_id': order.workshop_id.id,
                    'partner_id': order.partner_id.id, 'vehicle_id': order.vehicle_id.id})
        return vals_list

    def _create_survey(self, method):
        """The survey that a paper of this visit belongs to, where the customer was not asked otherwise."""
        self.ensure_one()
        order = self.sudo()  # sudo: surveys of visits are the system's; callers checked who may
        vals = order._prepare_surveys() or [{
            'order_id': order.id, 'survey_id': self.env.ref('aftersales.survey_visit').id,
            'company_id': order.company_id.id, 'workshop_id': order.workshop_id.id}]
        return self.env['aftersales.survey.invitation'].sudo().create(
            [{**vals[0], 'method': method, 'is_unasked': True}]).with_env(self.env)
