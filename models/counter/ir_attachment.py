from odoo import api, models

EVIDENCE_FIELDS = {'raw', 'datas', 'db_datas', 'store_fname', 'checksum', 'res_model', 'res_id', 'res_field', 'name'}


class IrAttachment(models.Model):
    """Photos and the signature of a signed check-in are evidence like the rest of it, whatever the route."""

    _inherit = 'ir.attachment'

    def write(self, vals):
        if EVIDENCE_FIELDS & vals.keys():
            self._check_checkin_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_checkin_open()

    def _check_checkin_open(self):
        """:raises UserError: when one belongs to a signed check-in; what its log carries does not"""
        by_model = self.sudo().grouped('res_model')
        sheets = by_model.get('aftersales.checkin', self.browse())
        marks = by_model.get('aftersales.damage.mark', self.browse())
        if not sheets and not marks:
            return
        Checkin = self.env['aftersales.checkin'].sudo()
        fields_of = sheets.filtered('res_field')
        signed = Checkin.search([
            ('state', '=', 'signed'),
            '|', ('id', 'in', fields_of.mapped('res_id')), ('photo_ids', 'in', (sheets - fields_of).ids),
        ])
        signed |= self.env['aftersales.damage.mark'].sudo().search([
            ('id', 'in', marks.mapped('res_id')), ('checkin_id.state', '=', 'signed'),
        ]).checkin_id
        signed._check_open()
