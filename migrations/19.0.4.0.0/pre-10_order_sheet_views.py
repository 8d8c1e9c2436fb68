def migrate(cr, version):
    """The form of an order lost its lists of jobs and lines to the order sheet. What lies over the form stands aside
    until all of it is new, or a view of the last version would look for what is no longer there."""
    cr.execute("""
        CREATE TABLE aftersales_sheet_views_aside AS
        SELECT view.id
          FROM ir_ui_view view
          JOIN ir_model_data own ON own.model = 'ir.ui.view' AND own.res_id = view.id AND own.module = 'aftersales'
          JOIN ir_model_data form ON form.model = 'ir.ui.view' AND form.res_id = view.inherit_id
                                 AND form.module = 'aftersales' AND form.name = 'order_view_form'
         WHERE view.mode = 'extension' AND view.active
    """)
    cr.execute("UPDATE ir_ui_view SET active = FALSE WHERE id IN (SELECT id FROM aftersales_sheet_views_aside)")
