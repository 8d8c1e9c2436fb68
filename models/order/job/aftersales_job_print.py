from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.aftersales.models.base.words import read_again

from ..aftersales_order_line import TYPE_ORDER


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    shown_name = fields.Char(
        string="Shown Name", compute='_compute_shown_name', exportable=False,
        help="The job's name in your language, where it is that of a menu or an operation.")

    @api.depends('name', 'operation_id', 'menu_id')
    @api.depends_context('lang')
    def _compute_shown_name(self):
        for job in self:
            job.shown_name = job._get_print_name()

    def _get_print_name(self):
        """The job's name in the words of the reader, as long as it is that of a menu or an operation."""
        self.ensure_one()
        return self._read_name_again() or self.name

    def _read_name_again(self):
        """Hook: the name in the reader's language, by what it was copied from; None where somebody wrote his own."""
        return read_again(self.name, self.menu_id) or read_again(self.name, self.operation_id)

    def _get_shown_amount(self):
        """What the job costs, with or without taxes as the company shows prices."""
        self.ensure_one()
        return sum(self._get_sold_lines().mapped('shown_amount'))

    def _get_print_lines(self):
        """Lines as they are printed: labour, parts, sublet work, fees; nothing that came back."""
        return self._get_sold_lines().filtered('quantity').sorted(
            lambda line: (TYPE_ORDER.index(line.line_type), line.sequence, line.id))

    def _is_shared(self):
        """Whether somebody beside the payer bears a part of the job."""
        self.ensure_one()
        return (self.share < 100 or self.deductible) and self.co_payer_id != self.payer_id

    def _get_print_type_totals(self):
        """Sums of labour, parts, sublet work and fees as shown, as ``[(label, amount)]`` without the empty ones."""
        self.ensure_one()
        labels = dict(self.line_ids._fields['line_type']._description_selection(self.env))
        totals = defaultdict(float)
        for line in self._get_sold_lines():
            totals[line.line_type] += line.shown_amount
        return [(labels[kind], totals[kind]) for kind in TYPE_ORDER if totals.get(kind)]

    def _get_print_parts(self):
        self.ensure_one()
        return self._get_sold_lines().filtered(lambda line: line.line_type == 'part' and line.quantity)

    def _get_print_inspection(self):
        """Result of the final inspection in words; the quality room tells who passed the job and when."""
        self.ensure_one()
        return self.env._("passed") if self.state == 'passed' else ''

    def _get_print_facts(self):
        """Hook: what rooms know of the job for the head of its card, as ``[(label, value)]``."""
        self.ensure_one()
        return []

    def _get_print_payer(self):
        """Who pays for the job, in words: the payer, else the pay type (internal, contract…)."""
        self.ensure_one()
        return self.payer_id.display_name or self.pay_type_id.name or ''

    def _get_print_share_note(self):
        """What the co-payer's part of the job is called."""
        self.ensure_one()
        if self.deductible and self.share < 100:
            return self.env._("deductible and share of “%(job)s”", job=self._get_print_name())
        if self.deductible:
            return self.env._("deductible of “%(job)s”", job=self._get_print_name())
        return self.env._("%(percent)g %% of “%(job)s”", percent=100 - self.share, job=self._get_print_name())

    def _get_print_url(self):
        """Address of the job, for the code on its card that a tablet or phone scans."""
        self.ensure_one()
        return f'{self.get_base_url()}/odoo/aftersales.job/{self.id}'

    def _get_print_bins(self):
        """Where the parts of the jobs lie: places of what is reserved, else of what is on the shelf.

        :return: dict of order line: text, "" when there is none in the outlet's warehouse
        """
        lines = self.line_ids.filtered(lambda line: line.line_type == 'part' and line.part_origin != 'customer')
        lines.move_ids.move_line_ids.location_id.mapped('display_name')  # read at once
        bins = {}
        for warehouse, warehouse_lines in lines.grouped(lambda line: line.order_id.workshop_id.warehouse_id).items():
            shelves = self._get_print_shelves(warehouse, warehouse_lines.product_id)
            for line in warehouse_lines:
                reserved = line._get_print_stock_lines().location_id
                bins[line] = ", ".join((reserved or shelves[line.product_id]).mapped('display_name'))
        return bins

    def _get_print_shelves(self, warehouse, products):
        """:return: dict of product: the locations of ``warehouse`` that hold it"""
        shelves = defaultdict(self.env['stock.location'].browse)
        if warehouse and products:
            shelves.update(self.env['stock.quant']._read_group(
                [
                    ('product_id', 'in', products.ids), ('quantity', '>', 0),
                    ('location_id', 'child_of', warehouse.lot_stock_id.id),
                ],
                ['product_id'], ['location_id:recordset'],
            ))
        return shelves
