from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Alert

from .aftersales_norm import LEVELS

STEPS = {
    'draft': ('start', 'response', 'reception'), 'received': ('reception', 'work'), 'in_progress': ('work', 'check'),
    'quality_check': ('check',), 'ready': ('delivery',),
}


class AftersalesOrder(models.Model):
    """Whoever receives a car sees which level of service its customer gets, and what that asks for now."""
    _inherit = 'aftersales.order'

    def _get_alerts(self):
        alerts = super()._get_alerts()
        level, words, norms = self._get_norms()
        if words and (level != 'basic' or any(norms.mapped('limit_minutes'))):
            name = dict(norms._fields['level']._description_selection(self.env))[level]
            alerts = [*alerts, Alert('info', f'{name}: {words}', 'action_view_norms')]
        return alerts

    def _get_norms(self):
        """The level of service, what is asked for at this step in words, and the norms."""
        steps, Norm, outlet = STEPS.get(self.state), self.env['aftersales.norm'], self.workshop_id._origin
        if not steps or not Norm.has_access('read') or not Norm.search_count(
                Norm._get_binding_domain(LEVELS[-1][0], steps, self.company_id._origin, outlet), limit=1):
            return 'basic', False, Norm
        level, = self.env['aftersales.norm.rule']._get_levels([(self.company_id, self.partner_id, self.vehicle_id)])
        # While he stands at the counter time runs from his coming.
        start = self.create_date if self.state == 'draft' else False
        (words, norms), = Norm._get_served_words([(self.company_id._origin, outlet, level, steps, start)])
        return level, words, norms

    @api.readonly
    def action_view_norms(self):
        """What binds whoever serves this customer at this step."""
        self.ensure_one()
        self.check_access('read')
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_norms'),
            'domain': [('id', 'in', self._get_norms()[2].ids)], 'context': {}}
