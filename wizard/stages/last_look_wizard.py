from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesLastLookWizard(models.TransientModel):
    """What the advisor looks at before he calls the customer: car, things, papers (quality sheet 2)."""
    _name = 'aftersales.last.look.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Last Look at a Car"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    line_ids = fields.One2many(
        'aftersales.last.look.wizard.line', 'wizard_id', compute='_compute_line_ids', store=True, readonly=False)
    all_ok = fields.Boolean(string="All in Order")
    note = fields.Text()

    @api.depends('order_id')
    def _compute_line_ids(self):
        for wizard in self:
            points = self.env['aftersales.last.look.point'].search(
                [('company_id', 'in', (False, wizard.order_id.company_id.id))])
            wizard.line_ids = [Command.clear()] + [
                Command.create({'sequence': point.sequence, 'name': point.name}) for point in points]

    @api.onchange('all_ok')
    def _onchange_all_ok(self):
        for line in self.line_ids:
            line.is_ok = self.all_ok

    def action_apply(self):
        """All in order: the customer is told. Else it is kept what is missing, and somebody looks again."""
        self.ensure_one()
        self.order_id.check_access('write')
        silent = self.line_ids.filtered(lambda line: not line.is_ok and not (line.note or '').strip())
        if silent:
            raise UserError(self.env._(
                "Tick what is in order, or say what is wrong with it: %(points)s.", points=", ".join(silent.mapped('name'))))
        self.order_id._keep_last_look([
            {'sequence': line.sequence, 'name': line.name, 'is_ok': line.is_ok, 'note': line.note or False}
            for line in self.line_ids], self.note)
        return {'type': 'ir.actions.act_window_close'}


class AftersalesLastLookWizardLine(models.TransientModel):
    _name = 'aftersales.last.look.wizard.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Point of a Last Look at a Car"
    _order = 'sequence, id'

    wizard_id = fields.Many2one('aftersales.last.look.wizard', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer()
    name = fields.Char(required=True)
    is_ok = fields.Boolean(string="In Order")
    note = fields.Char(string="What Is Wrong")
