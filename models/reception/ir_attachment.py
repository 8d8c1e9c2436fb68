from odoo import api, models


class IrAttachment(models.Model):
    """Photos of a signed check-in are signed with it."""

    _inherit = 'ir.attachment'

    def write(self, vals):
        if vals.keys() & {'raw', 'datas', 'db_datas', 'store_fname', 'checksum', 'res_model', 'res_id', 'name'}:
            self._check_checkin_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_checkin_open()

    def _check_checkin_open(self):
        photos = self.sudo().filtered(lambda attachment: attachment.res_model == 'aftersales.checkin')
        if photos:
            self.env['aftersales.checkin'].sudo().search(
                [('photo_ids', 'in', photos.ids), ('state', '=', 'signed')])._check_open()
