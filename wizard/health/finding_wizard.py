from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesFindingWizard(models.TransientModel):
    """The work for a finding that has no recommendation: an operation, a menu, or a name the advisor prices."""
    _name = 'aftersales.finding.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Propose Work"

    line_id = fields.Many2one('aftersales.health.check.line', required=True, readonly=True)
    company_id = fields.Many2one(related='line_id.company_id')
    operation_id = fields.Many2one('aftersales.operation', check_company=True)
    menu_id = fields.Many2one('aftersales.menu', check_company=True)
    name = fields.Char(
        string="Described in Words", help="Used when neither an operation nor a menu fits; the advisor prices it.")

    def action_apply(self):
        self.ensure_one()
        if self.operation_id and self.menu_id:
            raise UserError(self.env._("Choose either an operation or a menu for “%(item)s”.", item=self.line_id.name))
        if not (self.operation_id or self.menu_id or (self.name or '').strip()):
            raise UserError(self.env._("Say what work “%(item)s” needs.", item=self.line_id.name))
        line = self.line_id
        line.check_access('write')
        # sudo: the finding of a done check still gets its work
        line.sudo().write({'operation_id': self.operation_id.id, 'menu_id': self.menu_id.id})
        job = line._create_job()
        if not self.operation_id and not self.menu_id:
            # sudo: a worker names what he proposes, once
            job.sudo().name = self.name.strip()
        return {'type': 'ir.actions.act_window_close'}
