from odoo import api, models

EVIDENCE_FIELDS = {'raw', 'datas', 'db_datas', 'store_fname', 'checksum', 'res_model', 'res_id', 'res_field'}


class IrAttachment(models.Model):
    """The file of a photo stays as its health check does, whatever the route."""

    _inherit = 'ir.attachment'

    def write(self, vals):
        if EVIDENCE_FIELDS & vals.keys():
            self._check_health_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done_check(self):
        self._check_health_check_open()

    def _check_health_check_open(self):
        """:raises UserError: when one is a photo of a done health check"""
        # sudo: whoever holds the file need not see the check
        photos = self.sudo().filtered(lambda file: file.res_model == 'aftersales.health.photo')
        if photos:
            self.env['aftersales.health.photo'].sudo().browse(photos.mapped('res_id')).exists().line_id._check_open()
