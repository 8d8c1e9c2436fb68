from odoo import api, fields, models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """An outlet's latest assessment, and all of them one click away."""
    _inherit = 'aftersales.workshop'

    audit_count = fields.Integer(
        string="Outlet Assessments", compute='_compute_audit_count', groups='aftersales.group_user')

    def _compute_audit_count(self):
        counts = dict(self.env['aftersales.audit']._read_group(
            [('workshop_id', 'in', self.ids)], ['workshop_id'], ['__count']))
        for workshop in self:
            workshop.audit_count = counts.get(workshop._origin, 0)

    @api.readonly
    def action_open_audits(self):
        """The assessments of the outlet."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_audits')
        return {**action, 'domain': [('workshop_id', 'in', self.ids)], 'context': {}}

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(104, 'open_audits', 'wait', self.env._("assessments planned or running"), 'aftersales.action_audits',
                  [*own, ('state', 'in', ['draft', 'running'])]),
        ]
