import base64
import json

from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesPersonalCopy(models.Model):
    """What a person was handed over of his data: sealed as it was that day, printed and exported from the seal (N7).

    When his name is removed the copy is emptied; that there was one, when and with which seal stays.
    """
    _name = 'aftersales.personal.copy'
    _inherit = ['aftersales.evidence.mixin', 'aftersales.system.values.mixin']
    _description = "Copy of Personal Data"
    _order = 'id desc'
    _rec_name = 'request_id'
    _is_born_frozen = True
    _sealed_fields = ('request_id', 'date')

    request_id = fields.Many2one(
        'aftersales.personal.request', string="Request about Personal Data", required=True, readonly=True, index=True,
        ondelete='restrict')
    company_id = fields.Many2one(related='request_id.company_id', store=True, index=True)
    date = fields.Datetime(
        string="Copied On", required=True, readonly=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one(
        'res.users', string="Copied By", required=True, readonly=True, index=True, default=lambda self: self.env.user,
        ondelete='restrict')
    forgotten_date = fields.Datetime(string="Emptied On", readonly=True)
    file = fields.Binary(compute='_compute_file', string="File (JSON)")

    @api.depends('content')
    def _compute_file(self):
        for copy in self:
            data = copy._get_content().get('data')
            copy.file = data and base64.b64encode(json.dumps(data, ensure_ascii=False, indent=1).encode())

    def action_download(self):
        """The copy as a file that machines read."""
        self.ensure_one()
        self.check_access('read')
        name = f'{self.request_id.name.replace("/", "-")}.json'
        return {
            'type': 'ir.actions.act_url', 'target': 'self',
            'url': f'/web/content/{self._name}/{self.id}/file/{name}?download=true'}

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        request = self.request_id
        words = request.with_context(lang=request.partner_id.lang or self.env.lang)
        return {
            **super()._get_evidence(), 'number': request.name, 'identity': request.identity or '',
            'data': words.partner_id._get_personal_data(request.company_id)}

    def _is_intact(self):
        """What was emptied is no forgery."""
        return bool(self.sudo().forgotten_date) or super()._is_intact()

    def _forget(self):
        """Past its own lock: the law wants it gone."""
        self.env.flush_all()
        if self:
            self.env.cr.execute(SQL(
                "UPDATE aftersales_personal_copy SET content = NULL, forgotten_date = NOW() AT TIME ZONE 'UTC' WHERE id IN %s",
                tuple(self.ids)))
            self.invalidate_recordset(['content', 'forgotten_date'], flush=False)
