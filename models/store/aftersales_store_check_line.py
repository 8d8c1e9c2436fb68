from odoo import api, fields, models


class AftersalesStoreCheckLine(models.Model):
    """A point of a store check, in the words of its day (issue 12)."""
    _name = 'aftersales.store.check.line'
    _description = "Checked Point of a Store"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'check_id.id, sequence, id'
    _check_company_auto = True
    _frozen_with = 'check_id'

    check_id = fields.Many2one('aftersales.store.check', string="Store Check", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='check_id.company_id', store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Point", required=True)
    instruction = fields.Char()
    result = fields.Selection(
        [('ok', "In Order"), ('wrong', "Not in Order"), ('none', "Does Not Apply")], string="Finding")
    remark = fields.Char(string="What Is Wrong")
    photo = fields.Image(max_width=1920, max_height=1920)
    measure = fields.Char(string="To Be Done")
    user_id = fields.Many2one(
        'res.users', string="Done By", index='btree_not_null', check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    due_date = fields.Date(string="Done Until")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))
