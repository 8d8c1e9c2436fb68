from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date


class AftersalesHandover(models.Model):
    """The calls that follow a sold car: planned by its rules, and what has become of each (P1, J2)."""
    _inherit = 'aftersales.handover'

    calls_text = fields.Text(string="Calls That Follow", compute='_compute_calls_text')

    @api.depends_context('lang')
    @api.depends('handed_date', 'vehicle_id', 'company_id')
    def _compute_calls_text(self):
        handed = self.filtered('handed_date')
        rules = self._get_calling_rules() if handed else {}
        # sudo: whoever hands cars over need not call their customers
        made = self.env['aftersales.followup'].sudo().search([
            ('vehicle_id', 'in', handed.vehicle_id.ids), ('anchor', '=', 'sold')]) if handed else None
        for handover in self:
            if handover not in handed:
                handover.calls_text = False
                continue
            day = handover._get_handed_day()
            calls = {call.rule_id: call for call in made if call.vehicle_id == handover.vehicle_id and call.anchor_date == day}
            handover.calls_text = '\n'.join(
                self._say_call(rule, calls.get(rule), day) for rule in rules.get(handover.company_id, ()))

    @api.model
    def _say_call(self, rule, call, day):
        labels = dict(self.env['aftersales.followup']._fields['state']._description_selection(self.env))
        due = call.due_date if call else day + timedelta(days=rule.offset_days)
        return ' · '.join((format_date(self.env, due), rule.name, labels[call.state if call else 'planned']))

    def _get_calling_rules(self):
        """:return: dict of company: rules by which who bought a car is called, in the order of their days"""
        today = fields.Date.context_today(self)
        in_use = (Domain('date_from', '=', False) | Domain('date_from', '<=', today)) & (
            Domain('date_to', '=', False) | Domain('date_to', '>=', today))
        # sudo: as above
        rules = self.env['aftersales.followup.rule'].sudo().search(
            in_use & Domain('anchor', '=', 'sold'), order='offset_days, id')
        return {
            company: rules.filtered(lambda rule, company=company: rule.company_id in (company, rule.company_id.browse()))
            for company in self.sudo().company_id if company.aftersales_follow_up}
