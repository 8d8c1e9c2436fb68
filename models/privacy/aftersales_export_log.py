from odoo import api, fields, models

PENDING = 'aftersales.exports'


class AftersalesExportLog(models.Model):
    """Who took which data out of the system as a file (N7, quality sheet §10)."""
    _name = 'aftersales.export.log'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Export of Data"
    _order = 'date desc, id desc'
    _rec_name = 'model_name'

    date = fields.Datetime(string="Exported On", required=True, readonly=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one(
        'res.users', string="Exported By", required=True, readonly=True, index=True, ondelete='restrict')
    model_name = fields.Char(string="Kind of Record", required=True, readonly=True)
    record_count = fields.Integer(string="Records", readonly=True)
    field_names = fields.Text(string="Columns", readonly=True, max_length=20_000)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')

    @api.model
    def _note(self, records, names):
        """Note it once for each file: a grouped export asks group by group."""
        pending = self.env.cr.precommit.data.setdefault(PENDING, {})
        if not pending:
            self.env.cr.precommit.add(self.sudo()._write_noted)  # sudo: the log is the system's
        key = self.env.uid, self.env.company.id, records._name, tuple(names)
        pending[key] = pending.get(key, 0) + len(records)

    def _write_noted(self):
        noted = self.env.cr.precommit.data.pop(PENDING, {})
        kinds = self.env['ir.model'].with_context(lang=None)
        self.create([{
            'user_id': uid, 'company_id': company_id, 'record_count': count,
            'model_name': f'{kinds._get(model).name} ({model})', 'field_names': ", ".join(names)[:20_000]}
            for (uid, company_id, model, names), count in noted.items()])
        self.env.flush_all()
