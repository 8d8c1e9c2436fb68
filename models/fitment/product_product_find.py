from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

# Of so many parts that words find, successors are looked for; more words find fewer.
MOST_FOUND = 200
GROUP = 'aftersales.group_user'
DEPENDS_CONTEXT = ('uid', 'lang', 'tz', 'allowed_company_ids', 'find_vehicle')


class ProductProduct(models.Model):
    """The list "Find a Part" (H1): what is here, elsewhere and on the way, and whether it fits a car.

    The car comes by the context, as the search box gives it (``find_vehicle``: list of ids or of what was typed); the
    outlet is the one the user works at.
    """
    _inherit = 'product.product'

    find_text = fields.Char(
        string="Number or Name", compute='_compute_find_text', search='_search_find_text', groups=GROUP, copy=False)
    find_vehicle_id = fields.Many2one(
        'fleet.vehicle', string="For the Car", compute='_compute_find_vehicle_id', search='_search_find_vehicle_id',
        groups=GROUP, copy=False)
    find_note = fields.Char(
        string="Fits, Replaces", compute='_compute_find_note', groups=GROUP, copy=False,
        help="Why it fits the car or does not, and what takes the place of what.")
    find_fit = fields.Selection(
        [('fits', "Fits"), ('not', "Does Not Fit")], string="Fit", compute='_compute_find_note', groups=GROUP, copy=False)
    find_here = fields.Float(
        string="Free Here", digits='Product Unit', compute='_compute_find_stock', groups=GROUP, copy=False,
        help="On the shelves of your outlet and reserved for nobody.")
    find_elsewhere = fields.Char(
        string="At Other Outlets", compute='_compute_find_stock', groups=GROUP, copy=False)
    find_incoming = fields.Float(
        string="On the Way", digits='Product Unit', compute='_compute_find_incoming', groups=GROUP, copy=False,
        help="What is to come to your outlet.")
    find_incoming_date = fields.Date(
        string="Next Comes", compute='_compute_find_incoming', groups=GROUP, copy=False)

    # === COMPUTE AND SEARCH METHODS ===#

    def _compute_find_text(self):
        self.find_text = False

    def _search_find_text(self, operator, value):
        """By words of the name, by code, barcode or any number; with the parts that have taken the place of what is found.

        Who types or scans the very number of a part is looking for that one.
        """
        if operator != 'ilike' or not isinstance(value, str):
            return NotImplemented
        words = value.split()
        Number = self.env['aftersales.part.number']
        ids = Number._find_templates(value)
        if ids and Number._is_number(value):
            # Its pieces, such as the one digit behind a dash, are no words: they would be in the names of half of the store.
            return Domain('product_tmpl_id', 'in', ids) | Domain('default_code', '=', value.strip())
        named = Domain.AND(Domain('display_name', 'ilike', word) for word in words) if words else Domain.FALSE
        # Asked before and not in one question, as an OR over two tables could use no index.
        found = self.search(named, limit=MOST_FOUND).product_tmpl_id.ids
        ids += self.env['aftersales.part.supersession']._get_substitutes(found)
        return named | Domain('product_tmpl_id', 'in', ids)

    @api.depends_context('find_vehicle', 'uid')
    def _compute_find_vehicle_id(self):
        self.find_vehicle_id = self._get_find_vehicle()

    def _search_find_vehicle_id(self, operator, value):
        """The car leaves out nothing: it says what comes first."""
        return Domain.TRUE

    @api.depends_context(*DEPENDS_CONTEXT)
    def _compute_find_note(self):
        templates, vehicle = self.product_tmpl_id, self._get_find_vehicle()
        fits = templates._explain_fit(vehicle) if vehicle else {}
        taken = templates._explain_supersession(self._get_find_warehouse())
        for product in self:
            answer, why = fits.get(product.product_tmpl_id, (None, ''))
            product.find_fit = {True: 'fits', False: 'not'}.get(answer, False)
            product.find_note = " ".join(filter(None, (why, taken.get(product.product_tmpl_id.id))))

    @api.depends_context(*DEPENDS_CONTEXT)
    def _compute_find_stock(self):
        here, free = self._get_find_warehouse(), defaultdict(dict)
        outlets = {  # sudo: whoever sells a part may know where of his houses it is
            outlet.sudo().warehouse_id: outlet.display_name
            for outlet in self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)])}
        warehouses = self.env['stock.warehouse'].sudo().union(here, *outlets)
        for product, location, quantity, reserved in self.env['stock.quant'].sudo()._read_group(
                [('product_id', 'in', self.ids), ('location_id.usage', '=', 'internal'),
                 ('location_id.warehouse_id', 'in', warehouses.ids)],
                ['product_id', 'location_id'], ['quantity:sum', 'reserved_quantity:sum']):
            store = free[product.id]
            store[location.warehouse_id] = store.get(location.warehouse_id, 0.0) + quantity - reserved
        for product in self:
            store = free[product.id]
            product.find_here = store.get(here, 0.0)
            product.find_elsewhere = ", ".join(
                f'{name}: {product.uom_id.round(store[warehouse]):g}' for warehouse, name in outlets.items()
                if warehouse != here and product.uom_id.compare(store.get(warehouse, 0.0), 0.0) > 0)

    @api.depends_context(*DEPENDS_CONTEXT)
    def _compute_find_incoming(self):
        place = self._get_find_warehouse().view_location_id
        # sudo: whoever sells a part may know when it comes
        coming = {product.id: (quantity, date) for product, quantity, date in self.env['stock.move'].sudo()._read_group(
            [('product_id', 'in', self.ids), ('state', 'in', ('waiting', 'confirmed', 'assigned', 'partially_available')),
             ('location_dest_id', 'child_of', place.ids), '!', ('location_id', 'child_of', place.ids)],
            ['product_id'], ['product_qty:sum', 'date:min'])} if place else {}
        for product in self:
            product.find_incoming, date = coming.get(product.id, (0.0, False))
            product.find_incoming_date = date and fields.Datetime.context_timestamp(self, date).date()

    def _get_free_in(self, warehouses):
        """What is free of one part on the shelves that orders are served from, as ``{warehouse: quantity}``."""
        self.ensure_one()
        free = {}
        for location, quantity, reserved in self.env['stock.quant']._read_group(
                [('product_id', '=', self.id), ('location_id', 'child_of', warehouses.lot_stock_id.ids),
                 ('location_id.usage', '=', 'internal')],
                ['location_id'], ['quantity:sum', 'reserved_quantity:sum']):
            free[location.warehouse_id] = free.get(location.warehouse_id, 0.0) + quantity - reserved
        return free

    # === CRUD METHODS ===#

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """Parts that the catalogue says are for the car stand first, unless the user has the list sorted."""
        vehicle = self._get_find_vehicle()
        if not vehicle or order:
            return super().web_search_read(domain, specification, offset, limit, order, count_limit)
        fitting = self._find_fitting(Domain(domain), vehicle)
        others = Domain(domain) & Domain('id', 'not in', fitting.ids)
        page = fitting[offset:offset + limit] if limit else fitting[offset:]
        if not limit or len(page) < limit:
            page += self.search(others, offset=max(0, offset - len(fitting)), limit=limit and limit - len(page))
        return {
            'length': len(fitting) + self.search_count(others, limit=count_limit),
            'records': page.web_read(specification),
        }

    # === BUSINESS METHODS ===#

    @api.model
    def _find_fitting(self, domain, vehicle):
        # In one question: a make may have more lines than anybody wants to read.
        model = vehicle.sudo().model_id  # sudo: the model is no secret of who sees the car
        lines = [
            ('brand_id', '=', model.brand_id.id), ('model_id', 'in', (model.id, False)), ('is_exclusion', '=', False)]
        products = self.search(domain & Domain('product_tmpl_id', 'any', [('aftersales_fitment_ids', 'any', lines)]))
        fitting = set(products.product_tmpl_id._filter_fitting(vehicle).ids)
        return products.filtered(lambda product: product.product_tmpl_id.id in fitting)

    @api.model
    def _get_find_vehicle(self):
        """The car of the search box, as far as the user may see it; what was typed names one car only, or none."""
        Vehicle, asked = self.env['fleet.vehicle'], self.env.context.get('find_vehicle')
        asked = asked[-1] if isinstance(asked, (list, tuple)) and asked else None
        if not self.env.user.has_group(GROUP):
            return Vehicle
        if isinstance(asked, str) and asked.strip():
            found = Vehicle.search([('display_name', 'ilike', asked)], limit=2)
            return found if len(found) == 1 else Vehicle
        is_id = isinstance(asked, int) and not isinstance(asked, bool)
        return Vehicle.search([('id', '=', asked)]) if is_id else Vehicle

    @api.model
    def _get_find_warehouse(self):
        # sudo: which store an outlet has is no secret of whoever works there
        return self.env['aftersales.order']._default_workshop_id().sudo().warehouse_id
