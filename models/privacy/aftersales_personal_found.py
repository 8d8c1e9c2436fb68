from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesPersonalFound(models.Model):
    """How many records of a kind there were of a person when it was looked up."""
    _name = 'aftersales.personal.found'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "What We Hold of a Person"
    _order = 'record_count desc, id'
    _rec_name = 'res_model'

    request_id = fields.Many2one(
        'aftersales.personal.request', string="Personal Data Request", required=True, readonly=True, index=True,
        ondelete='cascade')
    company_id = fields.Many2one(related='request_id.company_id', store=True, index=True)
    res_model = fields.Char(string="Technical Name", required=True, readonly=True)
    link_name = fields.Char(required=True, readonly=True)
    kind_name = fields.Char(string="Kind of Record", compute='_compute_kind_name')
    record_count = fields.Integer(string="Records", readonly=True)

    @api.depends('res_model', 'link_name')
    @api.depends_context('lang')
    def _compute_kind_name(self):
        for found in self:
            model = self.env.get(found.res_model)
            field = model._fields.get(found.link_name) if model is not None else None
            kind = self.env['ir.model']._get(found.res_model).name or found.res_model
            found.kind_name = f'{kind} · {field._description_string(self.env)}' if field else kind

    def action_open(self):
        """Those records, as far as whoever opens them may read them."""
        self.ensure_one()
        self.check_access('read')
        model = self.env.get(self.res_model)
        if model is None or self.link_name not in model._fields:
            raise UserError(self.env._("%(kind)s is no longer part of the system.", kind=self.res_model))
        model.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.kind_name, 'res_model': self.res_model,
            'views': [(False, 'list'), (False, 'form')], 'domain': [(self.link_name, '=', self.request_id.partner_id.id)]}
