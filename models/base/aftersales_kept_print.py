from lxml import etree, html
from markupsafe import Markup

from odoo import api, fields, models

PAGE_CLASS, LAST_CLASS = 'o_as_page', 'o_as_last'


class AftersalesKeptPrint(models.Model):
    """A paper as it was when somebody signed it: from then on it is printed from here, to the letter.

    Lines, names, prices, the car, the customer and the outlet go on living; what was signed does not. Documents say
    when (``_keep``); the base of the prints (``aftersales.print.mixin``) asks whether there is one.
    """
    _name = 'aftersales.kept.print'
    _inherit = ['aftersales.evidence.mixin', 'aftersales.document.link.mixin']
    _description = "Print as It Was Signed"
    _order = 'id desc'
    _rec_name = 'document'
    _is_born_frozen = True
    _sealed_fields = ('res_model', 'res_id', 'report', 'date')

    report = fields.Char(required=True, readonly=True, help="The report's technical name, without the module's.")
    date = fields.Datetime(string="Kept On", required=True, readonly=True, default=fields.Datetime.now)

    _one_print = models.UniqueIndex('(report, res_model, res_id)', "What was signed is kept already.")

    # === BUSINESS METHODS ===#

    @api.model
    def _keep(self, report, records):
        """Keep the print of ``records`` as it is now; of those that have one, the first stays."""
        # sudo: evidence is the system's; whoever signs may do what he signs
        kept = self.sudo()._get_kept(report, records)
        self.sudo().create([
            self._prepare_kept_vals(report, record) for record in records.sudo() if record.id not in kept])

    @api.model
    def _prepare_kept_vals(self, report, record):
        vals = {'res_model': record._name, 'res_id': record.id, 'report': report, 'date': fields.Datetime.now()}
        source, __ = self.env['ir.actions.report'].sudo()._render_qweb_html(f'aftersales.{report}', record.ids)
        tree = html.fromstring(source, parser=html.HTMLParser(encoding='utf-8'))
        pages = [
            etree.tostring(page, encoding='unicode', method='html', with_tail=False) for page in tree.find_class(PAGE_CLASS)]
        content = self._serialise({'sealed': self.new(vals)._get_sealed_values(), 'pages': pages})
        return {**vals, 'content': content, 'content_hash': self._hash_content(content)}

    @api.model
    def _get_kept(self, report, records):
        """:return: dict of a record's id: its kept print"""
        kept = self.search([('report', '=', report), ('res_model', '=', records._name), ('res_id', 'in', records.ids)])
        return {paper.res_id: paper for paper in kept}

    def _get_html(self, notes=(), is_last=True):
        """The kept pages, each sheet after the other.

        :param notes: what is to be said today of what was signed then
        :param is_last: whether nothing is printed after them
        """
        self.ensure_one()
        pages = [Markup(page) for page in self._get_content().get('pages', ())]
        if pages and not is_last:
            pages[-1] = Markup(str(pages[-1]).replace(LAST_CLASS, '', 1))
        if pages and notes:
            boxes = Markup().join(Markup('<div class="o_as_warning o_as_keep">%s</div>') % note for note in notes)
            pages[0] = Markup(str(pages[0]).removesuffix('</div>')) + boxes + Markup('</div>')
        return Markup().join(pages)
