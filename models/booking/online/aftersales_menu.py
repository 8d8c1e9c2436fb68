from odoo import models


class AftersalesMenu(models.Model):
    _name = 'aftersales.menu'
    _inherit = ['aftersales.menu', 'aftersales.online.mixin']
